"""Closed lists of training."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Result(models.TextChoices):
    PASSED = "passed", _("passed")
    FAILED = "failed", _("not passed")
    ATTENDED = "attended", _("attended, not assessed")


class ChangeState(models.TextChoices):
    """Where a request to change a module stands."""

    WAITING = "waiting", _("waits")
    TAKEN_UP = "taken_up", _("taken up")
    SET_ASIDE = "set_aside", _("set aside")
