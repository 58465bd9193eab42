"""The product's name on every page, and the admin's look and words."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from config.settings.environment import env

# Neutral on purpose, in all three languages: a phone may be searched.
SITE_NAME = env.str("SITE_NAME", default="Suivi")

# Tailwind's steps, from the tokens of site.css: 600 is the colour of links and main buttons.
PRIMARY = {
    "50": "#f1f7fb",
    "100": "#e6f1f8",
    "200": "#c5dff0",
    "300": "#94c4e3",
    "400": "#7cc0f0",
    "500": "#4fa8e0",
    "600": "#0b5a8f",
    "700": "#07406a",
    "800": "#063555",
    "900": "#052a44",
    "950": "#031b2c",
}
BASE = {
    "50": "#f5f7f9",
    "100": "#eaeef2",
    "200": "#d6dde4",
    "300": "#c9d2db",
    "400": "#98a6b3",
    "500": "#566675",
    "600": "#4b5b6b",
    "700": "#35434f",
    "800": "#25313c",
    "900": "#14212e",
    "950": "#0d151d",
}

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
    "SCRIPTS": [
        lambda request: static("oversight/admin.js"),
        lambda request: static("oversight/session.js"),
    ],
    "COLORS": {
        "base": BASE,
        "primary": PRIMARY,
        "font": {
            "subtle-light": "var(--color-base-500)",
            "subtle-dark": "var(--color-base-400)",
            "default-light": "var(--color-base-600)",
            "default-dark": "var(--color-base-300)",
            "important-light": "var(--color-base-900)",
            "important-dark": "var(--color-base-100)",
        },
    },
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "SHOW_LANGUAGES": True,
    "BORDER_RADIUS": "6px",
    "DASHBOARD_CALLBACK": "oversight.pages.admin.first_page",
    "LOGIN": {"redirect_after": lambda request: reverse_lazy("admin:index")},
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "oversight.pages.admin.sidebar",
    },
}
