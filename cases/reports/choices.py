"""States and closed lists of a report."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportStatus(models.TextChoices):
    SUBMITTED = "submitted", _("submitted")
    NEEDS_INFORMATION = "needs_information", _("needs information")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    DUPLICATE = "duplicate", _("duplicate")


class Purpose(models.TextChoices):
    """The move that a ready text is for."""

    ACCEPT = "accept", _("accepting a report")
    DECLINE = "decline", _("declining a report")
    MARK_DUPLICATE = "mark_duplicate", _("marking a report as a duplicate")
    ASK = "ask", _("asking a question")
    WITHDRAW_QUESTION = "withdraw_question", _("withdrawing a question")
    WITHDRAW_ACCEPTANCE = "withdraw_acceptance", _("taking an acceptance back")
    REOPEN = "reopen", _("taking a report up again")
    INFORM = "inform", _("telling what came of it")


class Channel(models.TextChoices):
    FORM = "form", _("form on the site")
    API = "api", _("program")
    IMPORT = "import", _("imported")
    DEMO = "demo", _("demonstration")


class DatePrecision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    SEASON = "season", _("season")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", _("unknown")


class TimeOfDay(models.TextChoices):
    """A part of the day, for when nobody looked at a clock; a report may also hold HH:MM."""

    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")
    NIGHT = "night", _("night")


class PersonRole(models.TextChoices):
    """Structure only: a report holds no names."""

    VICTIM = "victim", _("person harmed")
    PERPETRATOR = "perpetrator", _("person said to be responsible")
    WITNESS = "witness", _("witness")
