"""Reports that somebody who leaves was asked to decide."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.reports.actions.assigning import HELD, hand_over_report, unassign
from cases.reports.actions.locking import locked
from cases.reports.models import Report
from oversight.accounts.models import User
from oversight.authority.rules import Conflict


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
    if report.assigned_to_id != person.pk or report.status not in HELD:
        raise Conflict("not_assigned", _("This person no longer has the report to decide on."))
    if to is None:
        return unassign(report=report, by=by, reason=reason, now=now)
    return hand_over_report(report=report, to=to, by=by, reason=reason, now=now)
