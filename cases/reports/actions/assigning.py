"""Who looks at a report first."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.actions.locking import locked, require_decider
from cases.reports.models import Report
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.rules import RuleBroken


@transaction.atomic
def assign(
    *, report: Report, user: User | None, by: User, reason: str = "", now: datetime | None = None
) -> Report:
    """Give the report to one person to decide on. It opens nothing to them they could not see."""
    report = locked(report)
    require_decider(report=report, by=by)
    if user is not None:
        own = user.pk == report.filed_by_id
        if own or not Report.objects.triable_by(user).filter(pk=report.pk).exists():
            message = _("This person may not decide on this report. Choose somebody else.")
            raise RuleBroken("cannot_decide", message, "/user")
    changes = {"assigned_to": (report.assigned_to_id, user.pk if user else None)}
    report.assigned_to = user
    report.version += 1
    report.updated_at = now or timezone.now()
    report.save(update_fields=("assigned_to", "version", "updated_at"))
    audit.record(
        type="report.assigned" if user else "report.unassigned",
        by=by,
        target=report,
        reason=reason,
        changes=changes,
        now=now,
    )
    return report


def unassign(*, report: Report, by: User, reason: str = "", now: datetime | None = None) -> Report:
    """Give it back to everybody."""
    return assign(report=report, user=None, by=by, reason=reason, now=now)
