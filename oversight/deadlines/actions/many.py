"""Starting one kind of clock for many records that are new."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from oversight.audit import actions as audit
from oversight.deadlines.actions.clocks import plan
from oversight.deadlines.models import Deadline, DeadlineRule, work_calendar


@transaction.atomic
def start_many(
    *, clock: str, subjects: Sequence[models.Model], by: Any = None, now: datetime | None = None
) -> list[Deadline]:
    """As `start`, for records that nobody else can have started a clock for: they are new."""
    now = now or timezone.now()
    rule = DeadlineRule.objects.for_clock(clock, "") if subjects else None
    if rule is None:
        return []
    calendar = work_calendar()
    rows = [plan(rule=rule, subject=one, calendar=calendar, now=now) for one in subjects]
    Deadline.objects.bulk_create(rows)
    audit.write(
        [
            audit.build(
                type="clock.started",
                by=by,
                target=row,
                subject=subject,
                changes={"clock": (None, clock), "due_at": (None, row.due_at)},
                now=now,
            )
            for row, subject in zip(rows, subjects, strict=True)
        ]
    )
    return rows
