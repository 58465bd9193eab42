"""What every action on a case does: lock it, mark it changed, write its event, tell people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from cases.casework.access import may_on_case
from cases.casework.models import Case
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.deadlines import actions as deadlines

LEAD = "lead"
FOCAL_POINT = "focal_point"


def lock(case: Case) -> Case:
    """The row as it is now, kept from others until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).select_related("place").get(pk=case.pk)


def save_changed(case: Case, *, now: datetime | None = None) -> None:
    """Save the case as a new version: whatever was read before is stale."""
    case.version += 1
    case.updated_at = now or timezone.now()
    case.full_clean()
    case.save()


def note_event(
    *,
    type: str,
    by: Any,
    case: Case,
    target: models.Model | None = None,
    reason: str = "",
    changes: dict[str, tuple[Any, Any]] | None = None,
    now: datetime | None = None,
) -> None:
    """Write an event whose subject is the case, whatever row inside it was touched."""
    audit.record(
        type=type,
        by=by,
        target=target or case,
        subject=case,
        reason=reason,
        changes=changes,
        now=now,
    )


def team_of(case: Case) -> list[User]:
    """Who works on the case now."""
    rows = case.access.filter(kind__in=("assigned", "focal_point"), ended_at__isnull=True)
    return [row.user for row in rows.select_related("user")]


def holders(case: Case, *roles: str) -> list[User]:
    """People with one of the roles who may work on the case."""
    today = timezone.localdate()
    granted = User.objects.active().filter(grants__role__in=roles, grants__revoked_at__isnull=True)
    people = {user.pk: user for user in granted.prefetch_related("grants")}
    return [
        user
        for user in people.values()
        if any(grant.role in roles and grant.is_running(today) for grant in user.grants.all())
        and may_on_case(user, Permission.CASE_WORK, case)
    ]


def tell(*, users: Iterable[User], kind: str, case: Case, by: Any, now: datetime | None) -> None:
    """Notify people other than who acts, each once."""
    others = {user.pk: user for user in users if user.pk != by.pk}
    if others:
        deadlines.notify(users=list(others.values()), kind=kind, subject=case, by=by, now=now)
