"""Closed lists of the mandate."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstrumentKind(models.TextChoices):
    RESOLUTION = "resolution", _("resolution of the Security Council")
    LETTER = "letter", _("letter")
    TREATY = "treaty", _("treaty")
    CONSTITUTION = "constitution", _("constitution")
    STANDARD = "standard", _("standard")
    MISSION_POLICY = "mission_policy", _("mission policy")
    AGREEMENT = "agreement", _("agreement")


class Tier(models.TextChoices):
    """How near a source is to the text itself. What rests on a copy is shown as "reported"."""

    PRIMARY = "primary", _("the text itself")
    PRESS_OF_RECORD = "press_of_record", _("press of record or official body")
    COPY = "copy", _("reported (copy)")


class Verification(models.TextChoices):
    VERIFIED_PRIMARY = "verified_primary", _("checked against the text")
    VERIFIED_SECONDARY = "verified_secondary", _("reported by a source about the text")
    UNVERIFIED = "unverified", _("not checked")
    DISPUTED = "disputed", _("disputed")


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
