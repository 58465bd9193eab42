"""Units: added, renamed, put under another."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mission.force.models import Contingent, State, Unit, hold_state
from mission.force.rules import goes_round, unit_code
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken, require


@transaction.atomic
def add_unit(
    *,
    state: State,
    code: str,
    label: str = "",
    parent: Unit | None = None,
    by: Any,
    now: datetime | None = None,
) -> Unit:
    """A new unit of a State's contingent; without a label it is called by its code."""
    _may(by, state)
    unit, created = _unit(state, code, label, parent, by=by, now=now)
    if not created:
        raise Conflict("unit_exists", _("This contingent has a unit with this code."), "/code")
    return unit


@transaction.atomic
def find_or_create_unit(
    *, state: State, code: str, by: Any = None, now: datetime | None = None
) -> tuple[Unit, bool]:
    """The unit with this code; made when the State has none, and said by the caller."""
    _may(by, state)
    return _unit(state, code, "", None, by=by, now=now)


def _may(by: Any, state: State) -> None:
    if by is not None:
        require(by, Permission.PERSONNEL_MANAGE, contingents=[state.pk])


def _unit(
    state: State,
    code: str,
    label: str,
    parent: Unit | None,
    *,
    by: Any,
    now: datetime | None,
) -> tuple[Unit, bool]:
    code = unit_code(code)
    contingent, _new = Contingent.objects.get_or_create(state=state)
    same = Unit.objects.filter(contingent=contingent, code__iexact=code)
    found = same.first()
    if found is None:
        # Somebody may be making it this very moment: wait, and look again.
        hold_state(state.pk)
        found = same.first()
    if found is not None:
        return found, False
    _check_parent(None, parent, contingent)
    unit = Unit(
        contingent=contingent,
        code=code,
        parent=parent,
        label_en=label or code,
        label_fr=label or code,
        label_ht=label or code,
    )
    unit.full_clean()
    unit.save(force_insert=True)
    audit.record(type="unit.added", by=by, target=unit, changes={"code": (None, code)}, now=now)
    return unit, True


@transaction.atomic
def change_unit(
    *,
    unit: Unit,
    by: Any,
    reason: str,
    parent: Unit | None = None,
    now: datetime | None = None,
    **labels: str,
) -> Unit:
    """Names in three languages, and the unit it is part of."""
    units = Unit.objects.select_for_update(of=("self",)).select_related("contingent__state")
    unit = units.get(pk=unit.pk)
    _may(by, unit.contingent.state)
    _check_parent(unit, parent, unit.contingent)
    changes: dict[str, tuple[Any, Any]] = {"parent": (unit.parent_id, parent and parent.pk)}
    unit.parent = parent
    for name, text in labels.items():
        changes[name] = (getattr(unit, name), text)
        setattr(unit, name, text)
    unit.full_clean()
    unit.save()
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    audit.record(type="unit.changed", by=by, target=unit, reason=reason, changes=changed, now=now)
    return unit


def _check_parent(unit: Unit | None, parent: Unit | None, contingent: Contingent) -> None:
    if parent is None:
        return
    if parent.contingent_id != contingent.pk:
        message = _("A unit is part of a unit of the same contingent.")
        raise RuleBroken("other_contingent", message, "/parent")
    rows = Unit.objects.filter(contingent=contingent).values_list("pk", "parent_id")
    if unit is not None and goes_round(unit.pk, parent.pk, dict(rows)):
        message = _("This unit would stand above itself. Choose another.")
        raise RuleBroken("goes_round", message, "/parent")
