"""The `office` variable of every page: name, demo notice, navigation, languages."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from oversight.accounts.middleware import mark_of, seconds_left
from oversight.authority.rules import holds
from oversight.deadlines.columns import unread_count
from oversight.pages.rules import Text
from oversight.subjects.rules import nav_items

FOOTER = (
    (_("Help"), "pages:help"),
    (_("What we keep about you"), "pages:privacy"),
    (_("Accessibility"), "pages:accessibility"),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """Named `office` because allauth fills `site` itself. Lists are made when a template asks for them."""
    return {
        "office": {
            "name": settings.SITE_NAME,
            "demo": settings.DEMO,
            "nav": SimpleLazyObject(lambda: _nav(request)),
            "languages": SimpleLazyObject(lambda: _languages(request)),
            "unread": SimpleLazyObject(lambda: unread_count(request.user)),
            "session": SimpleLazyObject(lambda: _session(request)),
            "footer": [{"label": label, "url": reverse(name)} for label, name in FOOTER],
        }
    }


def _session(request: HttpRequest) -> dict[str, Any]:
    """How long the session still lasts, for the warning before its end."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"left": str(seconds_left(request)), "who": mark_of(request)}


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    items = [item for item in nav_items() if not item.permissions or holds(user, *item.permissions)]
    entries = [_entry(item.label, reverse(item.url_name), request.path) for item in items]
    if getattr(user, "is_staff", False):
        entries.insert(0, _entry(_("Workplace"), reverse("admin:index"), request.path))
    return entries


def _entry(label: Text, url: str, path: str) -> dict[str, Any]:
    current = "page" if path == url else "true" if url != "/" and path.startswith(url) else ""
    return {"label": label, "url": url, "current": current}


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    here = urlencode({"next": request.get_full_path()})
    return [
        {
            "code": code,
            "name": LANGUAGE_NAMES.get(code, name),
            "url": f"{reverse('pages:language', args=[code])}?{here}",
            "current": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]


# Each language by its own name, whatever language the page is in.
LANGUAGE_NAMES = {"en": "English", "fr": "Français", "ht": "Kreyòl"}
