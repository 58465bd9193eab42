"""What the actions of vetting share: the row held, whether one may, its event, who is told."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.models import hold_people, hold_units
from mission.vetting.models import Check
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, Stale, may, require
from oversight.deadlines import actions as deadlines


def state_of(subject: Any) -> str:
    """The State of a person or of a unit."""
    if hasattr(subject, "service_number"):
        return str(subject.state_id)
    return str(subject.contingent.state_id)


def require_on(subject: Any, *, permission: Permission, by: Any) -> None:
    """Within the States of whoever acts; nobody is the system."""
    if by is not None:
        require(by, permission, contingents=[state_of(subject)])


def hold_subject(personnel: Any = None, unit: Any = None) -> None:
    """Whom it is about is locked first of all: the gate waits, or is waited for."""
    if personnel is not None:
        hold_people([personnel.pk])
    else:
        hold_units([unit.pk])


def hold(check: Check, version: int | None = None) -> Check:
    """The row as it is now, kept from others until the transaction ends."""
    hold_subject(check.personnel, check.unit)
    rows = Check.objects.select_for_update(of=("self",))
    held = rows.select_related("scheme", "personnel", "unit__contingent").get(pk=check.pk)
    if version is not None and held.version != version:
        raise Stale("stale", _("Somebody changed this meanwhile. Look at it again."))
    return held


def save(row: Any) -> None:
    row.version += 1
    row.full_clean()
    row.save()


def plain(text: str, pointer: str, *, required: bool = True) -> str:
    """Text without blanks around it; RuleBroken when it is needed and missing."""
    text = (text or "").strip()
    if required and not text:
        raise RuleBroken("text_missing", _("Write this down in a few words."), pointer)
    return text


def note(
    type: str,
    *,
    by: Any,
    target: models.Model,
    subject: models.Model | None = None,
    reason: str = "",
    changes: dict[str, tuple[Any, Any]] | None = None,
    now: datetime | None = None,
) -> None:
    audit.record(
        type=type, by=by, target=target, subject=subject, reason=reason, changes=changes, now=now
    )


def officers(subject: Any) -> list[User]:
    """Vetting officers who may see this person or unit."""
    today = timezone.localdate()
    granted = User.objects.active().filter(
        grants__role="vetting_officer", grants__revoked_at__isnull=True
    )
    people = {user.pk: user for user in granted.prefetch_related("grants")}
    return [
        user
        for user in people.values()
        if any(g.role == "vetting_officer" and g.is_running(today) for g in user.grants.all())
        and may(user, Permission.VETTING_SEE, contingents=[state_of(subject)])
    ]


def tell(kind: str, *, about: Any, subject: Any, by: Any, now: datetime | None) -> None:
    """Notify the officers within reach, other than who acts."""
    users = [user for user in officers(about) if by is None or user.pk != by.pk]
    if users:
        deadlines.notify(users=users, kind=kind, subject=subject, by=by, now=now)
