"""Modules, and of whom they are required."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.models import State, Unit
from mission.training.models import TrainingModule, TrainingRequirement
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken, require

EDITABLE = ("label_en", "label_fr", "label_ht", "valid_months", "order", "is_retired", "note")


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
    require(by, Permission.SCHEME_MANAGE)
    module = TrainingModule.objects.select_for_update().get(pk=module.pk)
    changes = {
        name: (getattr(module, name), fields[name])
        for name in EDITABLE
        if name in fields and getattr(module, name) != fields[name]
    }
    for name, (_before, after) in changes.items():
        setattr(module, name, after)
    module.edited_at = now or timezone.now()
    module.full_clean()
    module.save()
    audit.record(
        type="training.module_changed",
        by=by,
        target=module,
        reason=reason,
        changes=changes,
        now=now,
    )
    return module


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
    require(by, Permission.SCHEME_MANAGE)
    row = TrainingRequirement(
        module=module,
        state=state,
        unit=unit,
        function=function,
        grace_days=grace_days,
        from_on=from_on,
    )
    row.full_clean()
    row.save(force_insert=True)
    changes = {name: (None, value) for name, value in row.reach().items() if value}
    changes |= {"module": (None, module.pk), "from_on": (None, from_on)}
    audit.record(
        type="training.required", by=by, target=row, reason=reason, changes=changes, now=now
    )
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
    require(by, Permission.SCHEME_MANAGE)
    row = TrainingRequirement.objects.select_for_update(of=("self",)).get(pk=requirement.pk)
    if until_on < row.from_on:
        message = _("Enter a day on which it is required already.")
        raise RuleBroken("before_it_begins", message, "/until_on")
    before, row.until_on = row.until_on, until_on
    row.full_clean()
    row.save()
    audit.record(
        type="training.no_longer_required",
        by=by,
        target=row,
        reason=reason,
        changes={"until_on": (before, until_on)},
        now=now,
    )
    return row
