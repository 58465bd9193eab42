"""Validity in time, and when a paragraph number may be called checked. Pure."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from mission.mandate.choices import Verification
from oversight.authority.rules import RuleBroken

Period = tuple[date | None, date | None]
CHECKED = frozenset({Verification.VERIFIED_PRIMARY, Verification.VERIFIED_SECONDARY})


def covers(periods: Iterable[Period], start: date, end: date) -> bool:
    """Whether any period has a day in common with start..end; both ends count, null is open.

    The boundary day of two instruments belongs to both.
    """
    return any(
        (begins is None or begins <= end) and (ends is None or ends >= start)
        for begins, ends in periods
    )


def last_day(periods: Iterable[Period]) -> date | None:
    """The latest end; None as soon as one of them is open."""
    ends = [ends for _begins, ends in periods]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def check_paragraph(paragraph: str | None, status: str, source: str) -> None:
    """A number is shown as fact only with the source it was read in."""
    if status not in Verification.values:
        message = _("Choose how the number was checked.")
        raise RuleBroken("unknown_status", message, "/paragraph_status")
    if status in CHECKED and not paragraph:
        message = _("Write the number that was checked, or choose “not checked”.")
        raise RuleBroken("number_missing", message, "/paragraph")
    if status in CHECKED and not source:
        message = _("Say where the number was read: the document and its date.")
        raise RuleBroken("source_missing", message, "/paragraph_source")
