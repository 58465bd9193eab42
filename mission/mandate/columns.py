"""How dates of texts are told: no more exactly than they are known."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mission.mandate.choices import Precision

FORMATS = {Precision.DAY: "DATE_FORMAT", Precision.MONTH: "YEAR_MONTH_FORMAT", Precision.YEAR: "Y"}


def told(day: date | None, precision: str = Precision.DAY) -> str:
    """2 October 2023, October 2024 or 1991; empty when it is not known."""
    return date_format(day, FORMATS[Precision(precision)]) if day else ""


def told_end(day: date | None, precision: str = Precision.DAY) -> str:
    """The end of a validity: null is open or was never confirmed, and says so."""
    return told(day, precision) or _("open, or end not confirmed")
