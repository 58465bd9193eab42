"""Reports that somebody who leaves was asked to decide."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.reports.actions.assigning import assign
from cases.reports.actions.locking import locked
from cases.reports.choices import ReportStatus
from cases.reports.models import Report
from oversight.accounts.models import User
from oversight.authority.rules import Conflict

UNDECIDED = (ReportStatus.SUBMITTED, ReportStatus.NEEDS_INFORMATION)


@transaction.atomic
def replace_on_report(
    *,
    report: Report,
    person: User,
    to: User | None,
    by: User,
    reason: str,
    now: datetime | None = None,
) -> Report:
    """Somebody else decides on it, or everybody again (`to=None`)."""
    report = locked(report)
    if report.assigned_to_id != person.pk or report.status not in UNDECIDED:
        raise Conflict("not_assigned", _("This person no longer has the report to decide on."))
    return assign(report=report, user=to, by=by, reason=reason, now=now)
