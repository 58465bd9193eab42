"""What the actions of vetting share: the row held, whether one may, its event, who is told."""

from datetime import datetime
from typing import Any

from django.db import models

from mission.force.actions.common import check_version, tell_who_may
from mission.force.models import hold_people, hold_units
from mission.vetting.models import Check
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import require


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
    check_version(held, version)
    return held


def save(row: Any) -> None:
    row.version += 1
    row.full_clean()
    row.save()


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


def tell(kind: str, *, about: Any, subject: Any, by: Any, now: datetime | None) -> None:
    """Notify who may see the vetting files of this person or unit, other than who acts."""
    tell_who_may(
        permission=Permission.VETTING_SEE,
        state_code=state_of(about),
        kind=kind,
        subject=subject,
        by=by,
        now=now,
    )
