"""Schemes, and of whom they are required."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.actions.common import change_entry, close_requirement, put_requirement
from mission.force.models import State, Unit
from mission.vetting.models import Scheme, SchemeRequirement
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, require


@transaction.atomic
def add_scheme(*, code: str, by: Any, now: datetime | None = None, **fields: Any) -> Scheme:
    """A new scheme of the office's own."""
    require(by, Permission.SCHEME_MANAGE)
    if Scheme.objects.filter(pk=code).exists():
        raise Conflict("scheme_exists", _("There is a scheme with this code."), "/code")
    scheme = Scheme(code=code, edited_at=now or timezone.now(), **fields)
    scheme.full_clean()
    scheme.save(force_insert=True)
    audit.record(type="scheme.added", by=by, target=scheme, now=now)
    return scheme


@transaction.atomic
def change_scheme(
    *, scheme: Scheme, by: Any, reason: str, now: datetime | None = None, **fields: Any
) -> Scheme:
    """Names, how long it is valid, retired. What was decided before keeps its end."""
    changed: Scheme = change_entry(
        row=scheme, fields=fields, type="scheme.changed", by=by, reason=reason, now=now
    )
    return changed


@transaction.atomic
def add_requirement(
    *,
    scheme: Scheme,
    from_on: date,
    by: Any,
    reason: str,
    state: State | None = None,
    unit: Unit | None = None,
    function: str = "",
    grace_days: int = 0,
    now: datetime | None = None,
) -> SchemeRequirement:
    """From that day on those it names must stand cleared in the scheme."""
    row = SchemeRequirement(
        scheme=scheme,
        state=state,
        unit=unit,
        function=function,
        grace_days=grace_days,
        from_on=from_on,
    )
    put_requirement(row=row, of="scheme", type="scheme.required", by=by, reason=reason, now=now)
    return row


@transaction.atomic
def end_requirement(
    *,
    requirement: SchemeRequirement,
    until_on: date,
    by: Any,
    reason: str,
    now: datetime | None = None,
) -> SchemeRequirement:
    """That day is the last on which it is required."""
    closed: SchemeRequirement = close_requirement(
        row=requirement,
        until_on=until_on,
        type="scheme.no_longer_required",
        by=by,
        reason=reason,
        now=now,
    )
    return closed
