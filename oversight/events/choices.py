"""What events are about, in the words of a filter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """Every type of event is in one of these."""

    READ = "read", _("reading restricted records")
    REVEAL = "reveal", _("opening sealed fields")
    EXPORT = "export", _("exports and downloads")
    SIGN_IN = "sign_in", _("signing in")
    ACCOUNT = "account", _("accounts and roles")
    REPORT = "report", _("reports")
    CASE = "case", _("cases and findings")
    FIGURES = "figures", _("published figures")
    FORCE = "force", _("vetting, training and deployment")
    CLOCK = "clock", _("clocks and their rules")
    LISTS = "lists", _("mandate and lists")
    IMPORT = "import", _("imports")
    OTHER = "other", _("other events")
