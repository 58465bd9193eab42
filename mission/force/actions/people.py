"""The register: people entered, changed, moved between units; their names read for a reason."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force import rules
from mission.force.access import within_states
from mission.force.choices import PersonnelStatus
from mission.force.models import Personnel, State, Unit, UnitMembership, hold_people, hold_state
from mission.force.rules import goes_round, on_commander
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken, Stale, holds, refuse, require
from oversight.sealing.actions import reveal
from oversight.sealing.rules import Sealed, blind_index
from oversight.vocabularies.models import require_code

CHANGEABLE = frozenset({"name", "rank", "function", "status", "reports_to"})
FUNCTIONS = "personnel_functions"


@transaction.atomic
def register_person(
    *,
    state: State,
    service_number: str,
    name: str | None = None,
    rank: str = "",
    function: str = "",
    status: str = PersonnelStatus.NOMINATED,
    unit: Unit | None = None,
    from_on: date | None = None,
    by: Any = None,
    now: datetime | None = None,
) -> Personnel:
    """A new member of the force. Conflict when the State has somebody with this number."""
    _may(by, state.pk)
    hold_state(state.pk)
    person = Personnel(
        state=state,
        service_number=rules.service_number(service_number),
        rank=rank.strip(),
        status=status,
    )
    if Personnel.objects.filter(state=state, service_number=person.service_number).exists():
        message = _("This State has a member of the force with this number already.")
        raise Conflict("number_taken", message, "/service_number")
    person.function = _function(function)
    _seal(person, name)
    person.full_clean()
    person.save(force_insert=True)
    changes = {"state": (None, state.pk), "status": (None, person.status)}
    audit.record(type="person.registered", by=by, target=person, changes=changes, now=now)
    if unit is not None:
        on = from_on or timezone.localdate(now)
        move_to_unit(person=person, unit=unit, on=on, by=by, now=now)
    return person


def _may(by: Any, state_code: str) -> None:
    if by is not None:
        require(by, Permission.PERSONNEL_MANAGE, contingents=[state_code])


def _function(code: str) -> str:
    return require_code(FUNCTIONS, code, "/function").code if code else ""


def _seal(person: Any, name: str | None) -> None:
    plain = " ".join((name or "").split())
    person.name = Sealed.of(plain) if plain else None
    person.name_index = blind_index(plain) if plain else ""


@transaction.atomic
def change_person(
    *,
    person: Personnel,
    version: int,
    by: Any = None,
    reason: str = "",
    now: datetime | None = None,
    **fields: Any,
) -> Personnel:
    """Change what is given of name, rank, function, status, reports_to. Nothing new writes nothing."""
    held = hold_people([person.pk])[person.pk]
    _may(by, held.state_id)
    if held.version != version:
        raise Stale("stale", _("Somebody changed this meanwhile. Look at it again."))
    if unknown := fields.keys() - CHANGEABLE:
        raise TypeError(f"not changeable: {sorted(unknown)}")
    changes = _change(held, fields)
    if not changes:
        return held
    held.version += 1
    held.changed_at = now or timezone.now()
    held.full_clean()
    held.save()
    audit.record(type="person.changed", by=by, target=held, reason=reason, changes=changes, now=now)
    return held


def _change(held: Personnel, fields: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    changes: dict[str, tuple[Any, Any]] = {}
    if fields.get("name"):
        before = held.name_index
        _seal(held, fields["name"])
        if held.name_index != before:
            changes["name"] = (before, held.name_index)
    if "function" in fields and fields["function"] != held.function:
        fields["function"] = _function(fields["function"])
    if "reports_to" in fields:
        _check_line(held, fields["reports_to"])
    for name in ("rank", "function", "status", "reports_to"):
        if name in fields and getattr(held, name) != fields[name]:
            changes[name] = (getattr(held, name), fields[name])
            setattr(held, name, fields[name])
    return changes


def _check_line(person: Personnel, above: Personnel | None) -> None:
    if above is None:
        return
    rows = Personnel.objects.filter(state=person.state, reports_to__isnull=False)
    parents = dict(rows.values_list("pk", "reports_to"))
    if above.state_id != person.state_id or goes_round(person.pk, above.pk, parents):
        message = _("Choose somebody of the same State who does not report to this person.")
        raise RuleBroken("line_goes_round", message, "/reports_to")


@transaction.atomic
def move_to_unit(
    *,
    person: Personnel,
    unit: Unit,
    on: date,
    by: Any = None,
    commands: bool = False,
    now: datetime | None = None,
) -> UnitMembership:
    """The unit somebody belongs to from that day; a membership then running ends with it.

    A move dated before a later one lasts until that one begins.
    """
    held = hold_people([person.pk])[person.pk]
    _may(by, held.state_id)
    if unit.contingent.state_id != held.state_id:
        raise RuleBroken("other_contingent", _("This unit belongs to another State."), "/unit")
    running = held.memberships.on(on).select_related("unit__contingent").first()
    if running and running.unit_id == unit.pk and running.commands == commands:
        return running
    later = held.memberships.filter(from_on__gt=on).order_by("from_on").first()
    if running and running.from_on == on:
        running.unit, running.commands = unit, commands
        moved = running
    else:
        if running:
            UnitMembership.objects.filter(pk=running.pk).update(to_on=on)
        moved = UnitMembership(personnel=held, unit=unit, from_on=on, commands=commands)
        moved.to_on = running.to_on if running else (later.from_on if later else None)
    moved.full_clean()
    moved.save()
    changes = {"unit": (running and running.unit_id, unit.pk), "from_on": (None, on)}
    audit.record(type="person.moved", by=by, target=moved, subject=held, changes=changes, now=now)
    _tell_of_commander(running, moved, by=by, now=now)
    return moved


def _tell_of_commander(
    before: UnitMembership | None, after: UnitMembership, *, by: Any, now: datetime | None
) -> None:
    touched = {row.unit for row in (before, after) if row is not None and row.commands}
    for unit in touched:
        for change in on_commander():
            change(unit=unit, by=by, now=now)


def commander_of(unit: Unit, on: date) -> Personnel | None:
    """Who commands the unit on that day."""
    rows = UnitMembership.objects.on(on).filter(unit=unit, commands=True)
    found = rows.select_related("personnel").order_by("-from_on").first()
    return found.personnel if found else None


def reveal_name(*, person: Personnel, by: Any, reason: str, now: datetime | None = None) -> str:
    """The name, for one reader with a stated reason; the reading is an event."""
    return reveal(
        target=person,
        field="name",
        by=by,
        reason=reason,
        permission=Permission.PERSONNEL_REVEAL,
        contingents=[person.state_id],
        now=now,
    )


@transaction.atomic
def find_by_name(*, name: str, by: Any, now: datetime | None = None) -> list[Personnel]:
    """Who bears a full name that the searcher knows. Two people may; each answer is an event."""
    if not holds(by, Permission.PERSONNEL_REVEAL):
        refuse()
    plain = " ".join(name.split())
    if not plain:
        raise RuleBroken("name_missing", _("Enter the full name."), "/name")
    rows = Personnel.objects.filter(
        within_states(by, Permission.PERSONNEL_REVEAL, "state_id"), name_index=blind_index(plain)
    )
    found = list(rows.select_related("state").order_by("state_id", "service_number"))
    audit.write(
        [audit.build(type="person.found_by_name", by=by, target=row, now=now) for row in found]
    )
    return found
