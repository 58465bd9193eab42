"""Kinds of organisation, languages, and what a token can be allowed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oversight.authority.choices import Permission


class OrganisationKind(models.TextChoices):
    OFFICE = "office", _("oversight office")
    NGO = "ngo", _("non-governmental organisation")
    STATE = "state", _("State body")
    UN = "un", _("United Nations body")
    SERVICE = "service", _("service for survivors")
    OTHER = "other", _("other")


def languages() -> list[tuple[str, str]]:
    """The languages a person may choose."""
    return list(settings.LANGUAGES)


# The permissions that open something in the API, in words.
SCOPES: tuple[tuple[str, Any], ...] = (
    (Permission.FIGURES_PULL, _("Pull released figures")),
    (Permission.REPORT_FILE, _("File reports, and see what became of them")),
    (Permission.REPORT_TRIAGE, _("Read and decide on reports")),
    (Permission.CASE_SEE, _("Read cases")),
    (Permission.CASE_OPEN, _("Open cases")),
    (Permission.CASE_WORK, _("Work on cases")),
    (Permission.CASE_ASSIGN, _("Assign cases")),
    (Permission.FINDING_PROPOSE, _("Propose findings")),
    (Permission.FINDING_ADOPT, _("Adopt findings")),
    (Permission.RELEASE_PREPARE, _("Prepare releases of figures")),
    (Permission.RELEASE_APPROVE, _("Approve releases of figures")),
)


class Browser(models.TextChoices):
    """Families of browsers, by their own names."""

    FIREFOX = "firefox", "Firefox"
    EDGE = "edge", "Edge"
    OPERA = "opera", "Opera"
    SAMSUNG = "samsung", "Samsung Internet"
    CHROME = "chrome", "Chrome"
    SAFARI = "safari", "Safari"


class System(models.TextChoices):
    """Families of systems, by their own names."""

    ANDROID = "android", "Android"
    IOS = "ios", "iOS"
    WINDOWS = "windows", "Windows"
    MAC = "mac", "macOS"
    CHROMEOS = "chromeos", "ChromeOS"
    LINUX = "linux", "Linux"
