"""Modules, and of whom they are required."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.actions.common import change_entry, close_requirement, put_requirement
from mission.force.models import State, Unit
from mission.training.models import TrainingModule, TrainingRequirement
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, require


@transaction.atomic
def add_module(*, code: str, by: Any, now: datetime | None = None, **fields: Any) -> TrainingModule:
    """A new module of the office's own."""
    require(by, Permission.SCHEME_MANAGE)
    if TrainingModule.objects.filter(pk=code).exists():
        raise Conflict("module_exists", _("There is a module with this code."), "/code")
    module = TrainingModule(code=code, edited_at=now or timezone.now(), **fields)
    module.full_clean()
    module.save(force_insert=True)
    audit.record(type="training.module_added", by=by, target=module, now=now)
    return module


@transaction.atomic
def change_module(
    *, module: TrainingModule, by: Any, reason: str, now: datetime | None = None, **fields: Any
) -> TrainingModule:
    """Names, how long it is valid, retired. Results recorded before keep their end."""
    changed: TrainingModule = change_entry(
        row=module, fields=fields, type="training.module_changed", by=by, reason=reason, now=now
    )
    return changed


@transaction.atomic
def add_requirement(
    *,
    module: TrainingModule,
    from_on: date,
    by: Any,
    reason: str,
    state: State | None = None,
    unit: Unit | None = None,
    function: str = "",
    grace_days: int = 0,
    now: datetime | None = None,
) -> TrainingRequirement:
    """From that day on the module is required of those it names."""
    row = TrainingRequirement(
        module=module,
        state=state,
        unit=unit,
        function=function,
        grace_days=grace_days,
        from_on=from_on,
    )
    put_requirement(row=row, of="module", type="training.required", by=by, reason=reason, now=now)
    return row


@transaction.atomic
def end_requirement(
    *,
    requirement: TrainingRequirement,
    until_on: date,
    by: Any,
    reason: str,
    now: datetime | None = None,
) -> TrainingRequirement:
    """That day is the last on which it is required."""
    closed: TrainingRequirement = close_requirement(
        row=requirement,
        until_on=until_on,
        type="training.no_longer_required",
        by=by,
        reason=reason,
        now=now,
    )
    return closed
