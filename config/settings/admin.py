"""The product's name on every page, and the admin's look and words."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from config.settings.environment import DEMO, env

# Neutral on purpose, in all three languages: a phone may be searched.
SITE_NAME = env.str("SITE_NAME", default="Suivi")

UNFOLD = {
    "SITE_TITLE": SITE_NAME,
    "SITE_HEADER": SITE_NAME,
    "SITE_SUBHEADER": _("Office workplace"),
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("oversight/icon.svg"),
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("oversight/icon.svg"),
        }
    ],
    "STYLES": [lambda request: static("oversight/admin.css")],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "SHOW_LANGUAGES": False,
    "BORDER_RADIUS": "6px",
    "ENVIRONMENT": "config.settings.admin.environment_badge",
    "LOGIN": {"redirect_after": lambda request: reverse_lazy("admin:index")},
    "SIDEBAR": {"show_search": False, "show_all_applications": False},
}


def environment_badge(request: object) -> list[object] | None:
    """Says on every admin page that nothing in it is real, when that is so."""
    return [_("Fictional data"), "info"] if DEMO else None
