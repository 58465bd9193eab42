"""Closed lists of the force."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonnelStatus(models.TextChoices):
    """Where a member of the force stands with the contingent; presence is told by arrivals alone."""

    NOMINATED = "nominated", _("nominated")
    SERVING = "serving", _("serving")
    ENDED = "ended", _("service ended")
    RESIGNED = "resigned", _("resigned")
    REPATRIATED = "repatriated", _("repatriated on disciplinary grounds")
    DECEASED = "deceased", _("deceased")


IN_SERVICE = (PersonnelStatus.NOMINATED, PersonnelStatus.SERVING)


class StrengthKind(models.TextChoices):
    """What a number of people is. Kept apart on purpose; who is present is counted from arrivals."""

    AUTHORISED = "authorised", _("authorised by the mandate")
    PLEDGED = "pledged", _("pledged")
    NOTIFIED = "notified", _("formally notified")
    REPORTED = "reported", _("reported to be there")


class FileFormat(models.TextChoices):
    """In which shape a list leaves."""

    CSV = "csv", _("CSV, for programs")
    XLSX = "xlsx", _("XLSX, for spreadsheets")
