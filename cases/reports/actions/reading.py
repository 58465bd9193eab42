"""Reading restricted reports leaves an event."""

from datetime import datetime

from cases.reports.models import Report
from oversight.accounts.models import User
from oversight.audit import actions as audit


def note_reading(*, report: Report, by: User, now: datetime | None = None) -> None:
    """Every screen and answer that shows the content of a report calls this."""
    if report.is_restricted:
        audit.record(type="report.read", by=by, target=report, now=now)
