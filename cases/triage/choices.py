"""The lists of triage, and the ways a list leaves the office."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListName(models.TextChoices):
    REPORT = "report", _("reports")
    CASE = "case", _("cases")


class ExportFormat(models.TextChoices):
    CSV = "csv", _("CSV, for programs")
    XLSX = "xlsx", _("XLSX, for spreadsheets")
    PRINT = "print", _("A page to print")
