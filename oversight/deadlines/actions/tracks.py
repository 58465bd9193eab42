"""Clocks of a record whose track rose."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from oversight.audit import actions as audit
from oversight.deadlines.actions.clocks import locked, set_marks, set_next, take_terms
from oversight.deadlines.models import Deadline, DeadlineRule, work_calendar
from oversight.deadlines.rules import due_after


@transaction.atomic
def hasten(
    *, subject: models.Model, track: str, by: Any, now: datetime | None = None
) -> list[Deadline]:
    """From now on the rule of the new track holds; it may shorten a clock, never lengthen it."""
    calendar, hastened = work_calendar(), []
    for deadline in locked(subject, None):
        rule = DeadlineRule.objects.for_clock(deadline.clock, track)
        if rule is None or rule.pk == deadline.rule_id:
            continue
        before = deadline.due_at
        take_terms(deadline, rule)
        due_at = due_after(deadline.started_at, rule.amount, rule.unit, calendar)
        deadline.due_at = min(before, due_at)
        set_marks(deadline, calendar)
        set_next(deadline)
        deadline.save()
        audit.record(
            type="clock.hastened",
            by=by,
            target=deadline,
            subject=subject,
            changes={"due_at": (before, deadline.due_at)},
            now=now or timezone.now(),
        )
        hastened.append(deadline)
    return hastened
