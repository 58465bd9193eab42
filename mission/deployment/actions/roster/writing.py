"""Writing a batch of a roster: newcomers together, everybody else through the actions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.deployment.actions.arrivals import record_arrival, record_departure
from mission.deployment.actions.roster.newcomers import enter, how_they_left
from mission.deployment.actions.roster.rows import RosterRow
from mission.deployment.actions.roster.standing import Known
from mission.deployment.models import Arrival
from mission.force.actions import change_person, find_or_create_unit, move_to_unit
from mission.force.choices import PersonnelStatus
from mission.force.models import Personnel, State, hold_state
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, may
from oversight.imports.rules import CREATED, UNCHANGED, UPDATED, Reason, Refused

Notes = set[tuple[str, str]]
UNIT, BREACH = "unit created", "arrived uncleared"


def unchanged(rows: Sequence[RosterRow]) -> list[bool]:
    """Which rows would change nothing."""
    known, first = Known.of(rows), set()
    found = []
    for row in rows:
        again = (row.key, row.arrived_on) in first
        first.add((row.key, row.arrived_on))
        # A second row of the same stay is looked at again after the first was written.
        found.append(not again and known.says_nothing_new(row))
    return found


def commit_batch(
    rows: Sequence[RosterRow], *, by: Any, run: Any, now: datetime, notes: Notes
) -> list[Any]:
    """What became of each row, in their order."""
    for code in sorted({row.state for row in rows}):
        hold_state(code)
    known = Known.of(rows)
    outcomes: dict[int, Any] = {}
    newcomers = _newcomers(rows, known, by=by)
    pairs = [(rows[n], _unit(rows[n], known, by=by, now=now, notes=notes)) for n in newcomers]
    for breach in enter(pairs, by=by, now=now):
        notes.add((BREACH, str(breach.arrival)))
    outcomes |= dict.fromkeys(newcomers, CREATED)
    for number, row in enumerate(rows):
        if number not in outcomes:
            outcomes[number] = _one(row, by=by, now=now, notes=notes)
    return [outcomes[number] for number in range(len(rows))]


def _newcomers(rows: Sequence[RosterRow], known: Known, *, by: Any) -> list[int]:
    """Numbers of the first rows of people nobody knows. Who left for misconduct goes one by one."""
    found: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows):
        if known.person(row) is None and row.key not in found:
            found[row.key] = number
    return [n for n in found.values() if _allowed(rows[n], by) and rows[n].status != "repatriated"]


def _allowed(row: RosterRow, by: Any) -> bool:
    return by is None or all(
        may(by, needed, contingents=[row.state])
        for needed in (Permission.PERSONNEL_MANAGE, Permission.DEPLOYMENT_AUTHORISE)
    )


def _unit(row: RosterRow, known: Known, *, by: Any, now: datetime, notes: Notes) -> Any:
    if not row.unit:
        return None
    unit = known.unit(row)
    if unit is None:
        state = State.objects.get(pk=row.state)
        unit, made = find_or_create_unit(state=state, code=row.unit, by=by, now=now)
        known.units[row.state, row.unit.casefold()] = unit
        if made:
            notes.add((UNIT, f"{row.state} {unit.code}"))
    return unit


def _one(row: RosterRow, *, by: Any, now: datetime, notes: Notes) -> Any:
    """One row by itself: what it says that is new goes through the actions, or nothing of it."""
    said: Notes = set()
    try:
        with transaction.atomic():
            outcome = _bring(row, by=by, now=now, notes=said)
    except RuleBroken as broken:
        return Refused.of(broken)
    except ValidationError as wrong:
        message = _("The row does not fit what is known already.")
        fields = ", ".join(sorted(getattr(wrong, "error_dict", {}))) or ""
        return Refused(Reason("does_not_fit", message, fields))
    notes |= said
    return outcome


def _bring(row: RosterRow, *, by: Any, now: datetime, notes: Notes) -> str:
    if not _allowed(row, by):
        raise RuleBroken("other_state", _("Your role does not reach this State."), "/state")
    known = Known.of([row])
    person = known.person(row)
    if person is None:
        pair = (row, _unit(row, known, by=by, now=now, notes=notes))
        stays = {**row.__dict__, "status": PersonnelStatus.SERVING, "left_on": None}
        for breach in enter([(RosterRow(**stays), pair[1])], by=by, now=now):
            notes.add((BREACH, str(breach.arrival)))
        _bring(row, by=by, now=now, notes=notes)
        return CREATED
    if row.name_index and person.name_index and row.name_index != person.name_index:
        message = _(
            "This number belongs to somebody with another name. Ask the State which is right."
        )
        raise RuleBroken("other_name", message, "/name")
    if known.says_nothing_new(row):
        return UNCHANGED
    unit = _unit(row, known, by=by, now=now, notes=notes)
    if known.differs_in_stay(row, person):
        _stay(row, person, by=by, now=now, notes=notes)
    if unit is not None and row.arrived_on is None and known.differs_in_unit(row, person):
        move_to_unit(person=person, unit=unit, on=timezone.localdate(now), by=by, now=now)
    _change(row, person, past=known.tells_of_the_past(row, person), by=by, now=now)
    return UPDATED


def _stay(row: RosterRow, person: Personnel, *, by: Any, now: datetime, notes: Notes) -> None:
    stay = Arrival.objects.filter(personnel=person, arrived_on=row.arrived_on).first()  # type: ignore[misc]
    if stay is None:
        stay = record_arrival(
            state=person.state,
            service_number=row.number,
            unit_code=row.unit,
            arrived_on=row.arrived_on,  # type: ignore[arg-type]
            by=by,
            tells=False,
            now=now,
        )
        if hasattr(stay, "breach"):
            notes.add((BREACH, str(stay)))
    if row.left_on is not None and row.left_on != stay.left_on:
        record_departure(
            arrival=stay, left_on=row.left_on, departure=how_they_left(row), by=by, now=now
        )


def _change(row: RosterRow, person: Personnel, *, past: bool, by: Any, now: datetime) -> None:
    person.refresh_from_db()
    fields = (
        {"name": row.name} if past else {"rank": row.rank, "status": row.status, "name": row.name}
    )
    given = {name: text for name, text in fields.items() if text}
    change_person(person=person, version=person.version, by=by, now=now, **given)
