"""Starting, meeting, pausing and resuming clocks.

Called by the actions of the slice that owns the record, which have locked it and asked whether the
person may; those of `by_hand` and `extensions` ask themselves.
"""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from oversight.audit import actions as audit
from oversight.deadlines.choices import ChangeKind, ExtensionState, Stage
from oversight.deadlines.models import Deadline, DeadlineChange, DeadlineRule, work_calendar
from oversight.deadlines.rules import WorkCalendar, after_pause, due_after, moved, next_instant


def set_marks(deadline: Deadline, calendar: WorkCalendar) -> None:
    """Warning and escalation follow the due instant."""
    due = deadline.due_at
    deadline.warn_at = deadline.escalate_at = None
    if deadline.warn_amount:
        warn = moved(due, -deadline.warn_amount, deadline.warn_unit, calendar)
        deadline.warn_at = warn if warn > deadline.started_at else None
    if deadline.escalate_amount is not None:
        after = (deadline.escalate_amount, deadline.escalate_unit)
        deadline.escalate_at = moved(due, *after, calendar)


def take_terms(deadline: Deadline, rule: DeadlineRule) -> None:
    """From now on the clock runs by this rule as it is today."""
    deadline.rule = rule
    for field, value in rule.terms().items():
        setattr(deadline, field, value)


def set_next(deadline: Deadline) -> None:
    running = deadline.is_open and deadline.paused_at is None
    deadline.next_at = next_instant(deadline.stage, deadline.marks) if running else None


def plan(
    *, rule: DeadlineRule, subject: models.Model, calendar: WorkCalendar, now: datetime
) -> Deadline:
    """A clock as it would start now, not saved."""
    deadline = Deadline(
        clock=rule.clock,
        subject_label=subject._meta.label_lower,
        subject_id=subject.pk,
        rule=rule,
        started_at=now,
        due_at=due_after(now, rule.amount, rule.unit, calendar),
        **rule.terms(),
    )
    set_marks(deadline, calendar)
    set_next(deadline)
    return deadline


@transaction.atomic(savepoint=False)
def start(
    *,
    clock: str,
    subject: models.Model,
    by: Any = None,
    track: str = "",
    now: datetime | None = None,
    events: list[audit.Event] | None = None,
) -> Deadline | None:
    """Start a clock unless it runs already. None when no rule says how long it takes.

    With `events` the record was made in this very transaction, so that nobody else can start its
    clock; the event is added to the list, for the caller to write with its own.
    """
    now = now or timezone.now()
    rule = DeadlineRule.objects.with_office_days().for_clock(clock, track)
    if rule is None:
        return None
    deadline = plan(rule=rule, subject=subject, calendar=rule.calendar, now=now)
    changes = {"clock": (None, clock), "due_at": (None, deadline.due_at)}
    said: dict[str, Any] = {
        "type": "clock.started",
        "by": by,
        "target": deadline,
        "subject": subject,
        "now": now,
    }
    if events is not None:
        Deadline.objects.bulk_create([deadline])
        events.append(audit.build(**said, changes=changes))
        return deadline
    # Two callers at once: the constraint lets one row in, and both get that row.
    Deadline.objects.bulk_create([deadline], ignore_conflicts=True)
    running = Deadline.objects.of_subject(subject).running().get(clock=clock)
    if running.pk == deadline.pk:
        audit.record(**said, changes=changes)
    return running


def locked(subject: models.Model, clock: str | None) -> list[Deadline]:
    rows = Deadline.objects.of_subject(subject).running().select_related("rule")
    rows = rows.filter(clock=clock) if clock else rows
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


@transaction.atomic
def meet(
    *, clock: str, subject: models.Model, by: Any = None, now: datetime | None = None
) -> Deadline | None:
    """What the clock waited for has happened. None when no such clock runs."""
    now = now or timezone.now()
    for deadline in locked(subject, clock):
        if deadline.paused_at:
            _end_pause(deadline, by=by, reason="", now=now)
        deadline.met_at = now
        _finish(deadline, "clock.met", subject=subject, by=by, reason="", now=now)
        return deadline
    return None


@transaction.atomic
def cancel(
    *,
    subject: models.Model,
    clock: str | None = None,
    by: Any,
    reason: str,
    now: datetime | None = None,
) -> list[Deadline]:
    """The clocks no longer matter: they count neither as met nor as missed."""
    now = now or timezone.now()
    rows = locked(subject, clock)
    for deadline in rows:
        deadline.cancelled_at = now
        _finish(deadline, "clock.cancelled", subject=subject, by=by, reason=reason, now=now)
    return rows


def _finish(
    deadline: Deadline, type: str, *, subject: models.Model, by: Any, reason: str, now: datetime
) -> None:
    set_next(deadline)
    deadline.save()
    if not deadline.is_open:
        asked = deadline.extensions.filter(state=ExtensionState.WAITING)
        asked.update(state=ExtensionState.LAPSED, decided_at=now)
    audit.record(type=type, by=by, target=deadline, subject=subject, reason=reason, now=now)


@transaction.atomic
def pause(
    *,
    subject: models.Model,
    clock: str | None = None,
    by: Any,
    reason: str,
    now: datetime | None = None,
) -> list[Deadline]:
    """Stop the subject's clocks (or one of them) until `resume`."""
    now = now or timezone.now()
    rows = [deadline for deadline in locked(subject, clock) if deadline.paused_at is None]
    for deadline in rows:
        deadline.paused_at = now
        note(
            deadline=deadline,
            kind=ChangeKind.PAUSED,
            before=deadline.due_at,
            by=by,
            reason=reason,
            now=now,
        )
        _finish(deadline, "clock.paused", subject=subject, by=by, reason=reason, now=now)
    return rows


@transaction.atomic
def resume(
    *,
    subject: models.Model,
    clock: str | None = None,
    by: Any,
    reason: str = "",
    now: datetime | None = None,
) -> list[Deadline]:
    """Let paused clocks run on; what the pause took is added to the due instant."""
    now = now or timezone.now()
    rows = [deadline for deadline in locked(subject, clock) if deadline.paused_at]
    for deadline in rows:
        _end_pause(deadline, by=by, reason=reason, now=now)
        _finish(deadline, "clock.resumed", subject=subject, by=by, reason=reason, now=now)
    return rows


def _end_pause(deadline: Deadline, *, by: Any, reason: str, now: datetime) -> None:
    calendar, paused = work_calendar(), deadline.paused_at
    assert paused is not None  # noqa: S101 - the callers choose paused clocks
    before = deadline.due_at
    deadline.due_at = after_pause(before, paused, now, deadline.unit, calendar)
    deadline.paused_at = None
    moved_to_later(deadline, before, calendar, now)
    note(deadline=deadline, kind=ChangeKind.RESUMED, before=before, by=by, reason=reason, now=now)


def moved_to_later(
    deadline: Deadline, before: datetime, calendar: WorkCalendar, now: datetime
) -> None:
    """A later due instant is spoken of anew, from the first stage that has not passed."""
    if deadline.due_at == before:
        return
    set_marks(deadline, calendar)
    if deadline.due_at <= now:
        # Still behind: what was said stands.
        return
    warned = deadline.warn_at is None or deadline.warn_at <= now
    deadline.stage = Stage.WARNING if warned and deadline.stage else Stage.NONE
    deadline.taken_up_at = None


def note(
    *,
    deadline: Deadline,
    kind: str,
    before: datetime,
    by: Any,
    reason: str,
    now: datetime,
    approver: Any = None,
) -> None:
    DeadlineChange.objects.create(
        deadline=deadline,
        kind=kind,
        at=now,
        by=by,
        approved_by=approver,
        reason=reason,
        due_before=before,
        due_after=deadline.due_at,
    )
