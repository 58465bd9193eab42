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
    (Permission.EVENT_SEE, _("Read the event log")),
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


# What each opens, for who chooses.
SCOPE_NOTES: dict[str, Any] = {
    Permission.FIGURES_PULL: _("The published releases and their tables. Nothing about any case."),
    Permission.REPORT_FILE: _("Sends reports; reads the references and states of your own."),
    Permission.REPORT_TRIAGE: _("Reads everything in the reports you decide on. Guard it well."),
    Permission.CASE_SEE: _("Reads everything in the cases you see. Guard it well."),
    Permission.CASE_OPEN: _("Makes cases from reports."),
    Permission.CASE_WORK: _("Moves cases on, and adds allegations and notes."),
    Permission.CASE_ASSIGN: _("Puts people on cases and takes them off."),
    Permission.FINDING_PROPOSE: _("Writes the conclusion on an allegation."),
    Permission.FINDING_ADOPT: _("Adopts or returns what a colleague proposed."),
    Permission.RELEASE_PREPARE: _("Computes figures, and reads drafts."),
    Permission.RELEASE_APPROVE: _("Publishes figures that another lead prepared."),
    Permission.EVENT_SEE: _("Reads what was done, by whom and when; nothing of any case."),
}


def grace_periods() -> list[tuple[str, Any]]:
    """How long the old secret goes on, as a choice."""
    return [
        ("0", _("at once: somebody else may have it")),
        ("24", _("after 24 hours")),
        ("72", _("after 3 days")),
    ]
