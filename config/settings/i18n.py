"""Languages, formats and time zone."""

from typing import Any

import django.conf.locale
from django.utils.translation import gettext_lazy as _

from config.settings.environment import BASE_DIR

# Django does not know Haitian Creole.
django.conf.locale.LANG_INFO.setdefault(
    "ht",
    {"bidi": False, "code": "ht", "name": "Haitian Creole", "name_local": "kreyòl ayisyen"},
)

USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/Port-au-Prince"
LANGUAGE_CODE = "en"
LANGUAGES: list[tuple[str, Any]] = [
    ("en", _("English")),
    ("fr", _("French")),
    ("ht", _("Haitian Creole")),
]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale-vendor"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_THOUSAND_SEPARATOR = True

LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
