"""Who looks at a report first."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.actions.deciding import checked_text
from cases.reports.actions.following import tell
from cases.reports.actions.locking import locked, require_decider
from cases.reports.models import Report
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.rules import Conflict, RuleBroken

HELD = ("submitted", "needs_information")


@transaction.atomic
def assign(
    *, report: Report, user: User | None, by: User, reason: str = "", now: datetime | None = None
) -> Report:
    """Give the report to one person to decide on. It opens nothing to them they could not see."""
    report = locked(report)
    require_decider(report=report, by=by)
    if user is not None:
        _check_receiver(report, user)
    type = "report.assigned" if user else "report.unassigned"
    return _give(report, user, by=by, type=type, reason=reason, now=now)


def unassign(*, report: Report, by: User, reason: str = "", now: datetime | None = None) -> Report:
    """Give it back to everybody."""
    return assign(report=report, user=None, by=by, reason=reason, now=now)


@transaction.atomic
def hand_over_report(
    *, report: Report, to: User, by: User, reason: str, now: datetime | None = None
) -> Report:
    """Pass a report from who has it to somebody else, with a note that stays in the office."""
    report = locked(report)
    require_decider(report=report, by=by)
    reason = _note(reason)
    if report.assigned_to_id is None or report.status not in HELD:
        message = _("Nobody has this report to decide on: there is nothing to hand over.")
        raise Conflict("not_assigned", message)
    _check_other(report, to)
    return _give(report, to, by=by, type="report.handed_over", reason=reason, now=now)


@transaction.atomic
def ask_to_take_report(
    *, report: Report, to: User, by: User, reason: str, now: datetime | None = None
) -> Report:
    """Ask somebody to take the report over. It stays where it is until they do."""
    report = locked(report)
    require_decider(report=report, by=by)
    reason = _note(reason)
    _check_other(report, to)
    changes = {"assigned_to": (report.assigned_to_id, to.pk)}
    audit.record(
        type="report.take_asked", by=by, target=report, reason=reason, changes=changes, now=now
    )
    tell(users=[to], kind="asked_to_take", report=report, by=by, now=now)
    return report


def _note(reason: str) -> str:
    reason = checked_text(text=reason, pointer="/reason")
    if not reason:
        raise RuleBroken("reason_missing", _("Write a note for your colleague."), "/reason")
    return reason


def _check_other(report: Report, to: User) -> None:
    if to.pk == report.assigned_to_id:
        raise Conflict("assigned_already", _("This person has the report already."), "/to")
    _check_receiver(report, to, "/to")


def _check_receiver(report: Report, user: User, pointer: str = "/user") -> None:
    own = user.pk == report.filed_by_id
    if own or not Report.objects.triable_by(user).filter(pk=report.pk).exists():
        message = _("This person may not decide on this report. Choose somebody else.")
        raise RuleBroken("cannot_decide", message, pointer)


def _give(
    report: Report,
    user: User | None,
    *,
    by: User,
    type: str,
    reason: str,
    now: datetime | None,
) -> Report:
    changes = {"assigned_to": (report.assigned_to_id, user.pk if user else None)}
    report.assigned_to = user
    report.version += 1
    report.updated_at = now or timezone.now()
    report.save(update_fields=("assigned_to", "version", "updated_at"))
    audit.record(type=type, by=by, target=report, reason=reason, changes=changes, now=now)
    if user is not None:
        tell(users=[user], kind="report_given", report=report, by=by, now=now)
    return report
