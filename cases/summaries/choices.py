"""Closed lists of released figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReleaseState(models.TextChoices):
    DRAFT = "draft", _("waits for approval")
    APPROVED = "approved", _("approved")


class CellState(models.TextChoices):
    SHOWN = "shown", _("shown")
    ZERO = "zero", _("zero")
    SUPPRESSED = "suppressed", _("hidden to protect people")
