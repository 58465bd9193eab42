"""Closed lists of triage: how a list leaves the office, and how far a job on many records has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListName(models.TextChoices):
    REPORT = "report", _("reports")
    CASE = "case", _("cases")


class ExportFormat(models.TextChoices):
    CSV = "csv", _("CSV, for programs")
    XLSX = "xlsx", _("XLSX, for spreadsheets")
    PRINT = "print", _("A page to print")


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting for its turn")
    RUNNING = "running", _("running")
    DONE = "done", _("finished")
    CANCELLED = "cancelled", _("cancelled")
    STOPPED = "stopped", _("stopped")


UNFINISHED = (JobState.WAITING, JobState.RUNNING)


class StopCode(models.TextChoices):
    """Why a job stopped by itself."""

    NONE = "", _("not stopped")
    ACCOUNT = "account", _("Your account was closed.")
    ROLE = "role", _("You no longer hold a role that may do this.")
    FORM = "form", _("What you asked for is no longer possible as you wrote it.")


class RowState(models.TextChoices):
    WAITING = "waiting", _("not done")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
