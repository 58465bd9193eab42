"""Reports of one visit: kept side by side, never merged."""

import uuid
from datetime import datetime

from cases.reports.models import Report
from oversight.accounts.models import User
from oversight.audit import actions as audit


def link_visit(*, report: Report, after: str, by: User, now: datetime) -> None:
    """Tie a fresh report to the one it was started from. Runs in the caller's transaction."""
    rows = Report.objects.filed_by_person(by).select_for_update(of=("self",))
    first = rows.filter(pk=after).exclude(pk=report.pk).first()
    if first is None:
        return
    visit = first.visit or uuid.uuid4()
    for row in (first, report):
        if row.visit is None:
            row.visit = visit
            row.save(update_fields=("visit",))
            audit.record(type="report.visit_linked", by=by, target=row, now=now)
