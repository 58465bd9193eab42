"""Closed lists of released figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReleaseState(models.TextChoices):
    DRAFT = "draft", _("waits for approval")
    REJECTED = "rejected", _("rejected")
    APPROVED = "approved", _("approved")


class WithdrawalState(models.TextChoices):
    ASKED = "asked", _("waits for another lead")
    CONFIRMED = "confirmed", _("withdrawn")
    REFUSED = "refused", _("not withdrawn")


class CellState(models.TextChoices):
    SHOWN = "shown", _("shown")
    ZERO = "zero", _("zero")
    SUPPRESSED = "suppressed", _("hidden to protect people")
