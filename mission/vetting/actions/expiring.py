"""Checks whose last day is over."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from mission.vetting import workflow
from mission.vetting.actions.checks import apply_move
from mission.vetting.models import Check

BATCH = 200


def expire_due(*, now: datetime | None = None) -> int:
    """Move what ended yesterday or before to `expired`. Rows in other hands wait for the next turn."""
    count = 0
    while done := _batch(now):
        count += done
    return count


@transaction.atomic
def _batch(now: datetime | None) -> int:
    today = timezone.localdate(now)
    due = Check.objects.filter(status__in=workflow.GOOD, valid_until__lt=today)
    rows = due.select_for_update(of=("self",), skip_locked=True)
    held = list(rows.select_related("scheme", "personnel", "unit__contingent")[:BATCH])
    for check in held:
        check.proposed_outcome = ""
        apply_move(check=check, move=workflow.BY_NAME["expire"], by=None, reason="", now=now)
    return len(held)
