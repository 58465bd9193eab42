"""The day that a program asks about."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.rules import likely_day
from oversight.authority.rules import RuleBroken


def asked_day(text: str) -> date:
    """The day that a program asks about; today without one. Raises RuleBroken for no day."""
    if not text:
        return timezone.localdate()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = _("Enter the date as year, month and day, for example 2025-03-02.")
        raise RuleBroken("wrong_date", message, "/on") from None
    return likely_day(day, "/on")
