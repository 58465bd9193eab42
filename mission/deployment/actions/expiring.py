"""Once a week: telling officers and leads that clearances or training end within 30 days."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from mission.deployment.models import ExpiryReview, readiness_of
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.deadlines import actions as deadlines
from oversight.deadlines.choices import NoticeKind

TOLD = ("vetting_officer", "lead")


@transaction.atomic
def review_expiring(*, now: datetime | None = None) -> ExpiryReview | None:
    """The review of this week; None when it has been made. Each is told of their own States alone.

    The week is unique in the database: of two workers one waits for the other, then finds it made.
    """
    today = timezone.localdate(now)
    week = today - timedelta(days=today.weekday())
    if ExpiryReview.objects.filter(week=week).exists():
        return None
    units: dict[Any, int] = {}
    users = []
    for user in _readers():
        ending = _ending(user, today)
        if ending:
            users.append(user)
            units |= ending
    review, made = ExpiryReview.objects.get_or_create(
        week=week, defaults={"people": sum(units.values()), "made_at": now or timezone.now()}
    )
    if not made:
        return None
    audit.record(type="deployment.expiry_reviewed", by=None, target=review, now=now)
    deadlines.notify(users=users, kind=NoticeKind.ENDING_SOON, subject=review, now=now)
    return review


def _readers() -> Any:
    granted = User.objects.active().filter(grants__role__in=TOLD, grants__revoked_at__isnull=True)
    return granted.with_grants().distinct().order_by("pk")


def _ending(user: Any, today: date) -> dict[Any, int]:
    """People of each unit within reach whose fitness ends within 30 days."""
    return {row.unit.pk: row.expiring[0] for row in readiness_of(user, today) if row.expiring[0]}
