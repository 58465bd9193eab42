"""What a person does with one clock by hand: pause it, let it run on, take up what was escalated."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken, holds, refuse
from oversight.deadlines.actions.clocks import note, pause, resume
from oversight.deadlines.choices import ChangeKind, Stage
from oversight.deadlines.models import Deadline
from oversight.subjects.rules import subject_of

SEEING = (Permission.CASE_SEE, Permission.REPORT_TRIAGE)
STEERING = (Permission.CASE_ASSIGN, Permission.DEADLINE_MANAGE)


def record_of(*, deadline: Deadline, by: Any) -> models.Model | None:
    """What the clock belongs to, if the person may act on it."""
    row: models.Model | None = (
        subject_of(deadline.subject_label).for_work(by).filter(pk=deadline.subject_id).first()
    )
    return row


def require_for(*, deadline: Deadline, by: Any, permissions: Iterable[Permission]) -> models.Model:
    """The record, if the person may act on it and holds one of the permissions."""
    subject = record_of(deadline=deadline, by=by) if holds(by, *permissions) else None
    if subject is None:
        refuse()
    return subject


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why."), "/reason")


@transaction.atomic
def pause_clock(
    *, deadline: Deadline, by: Any, reason: str, now: datetime | None = None
) -> Deadline:
    """Stop one clock by hand."""
    subject = require_for(deadline=deadline, by=by, permissions=STEERING)
    require_reason(reason)
    rows = pause(subject=subject, clock=deadline.clock, by=by, reason=reason, now=now)
    if not rows:
        raise Conflict("not_running", _("This clock is not running."))
    return rows[0]


@transaction.atomic
def resume_clock(
    *, deadline: Deadline, by: Any, reason: str, now: datetime | None = None
) -> Deadline:
    """Let one clock run on by hand."""
    subject = require_for(deadline=deadline, by=by, permissions=STEERING)
    rows = resume(subject=subject, clock=deadline.clock, by=by, reason=reason, now=now)
    if not rows:
        raise Conflict("not_paused", _("This clock is not paused."))
    return rows[0]


def hears_escalation(*, deadline: Deadline, by: Any) -> bool:
    """Whether an escalation of this clock is brought to the person."""
    return any(held.role == deadline.escalate_to for held in getattr(by, "held", ()))


@transaction.atomic
def take_up(*, deadline: Deadline, by: Any, reason: str, now: datetime | None = None) -> Deadline:
    """Somebody it was escalated to says what they do about it. The clock stays overdue."""
    now = now or timezone.now()
    deadline = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
    if not hears_escalation(deadline=deadline, by=by):
        refuse()
    subject = require_for(deadline=deadline, by=by, permissions=SEEING)
    require_reason(reason)
    if not deadline.is_open or deadline.stage != Stage.ESCALATION:
        raise Conflict("not_escalated", _("This clock was not escalated, or has ended."))
    if deadline.taken_up_at:
        raise Conflict("already_taken_up", _("Somebody has already taken this up."))
    deadline.taken_up_at = now
    deadline.save(update_fields=("taken_up_at",))
    note(
        deadline=deadline,
        kind=ChangeKind.ACKNOWLEDGED,
        before=deadline.due_at,
        by=by,
        reason=reason,
        now=now,
    )
    audit.record(
        type="clock.taken_up", by=by, target=deadline, subject=subject, reason=reason, now=now
    )
    return deadline
