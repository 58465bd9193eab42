"""People whom the register does not know yet, hundreds at a time: the same rows as one by one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from mission.deployment.actions.breaches import CLOCK
from mission.deployment.actions.roster.rows import RosterRow
from mission.deployment.choices import BreachState, Departure
from mission.deployment.models import Arrival, Breach, standing_of
from mission.deployment.rules import NOT_AUTHORISED
from mission.force.choices import PersonnelStatus
from mission.force.models import Personnel, Unit, UnitMembership
from oversight.audit import actions as audit
from oversight.deadlines import actions as deadlines
from oversight.sealing.rules import Sealed

Given = dict[str, Any]


def enter(
    pairs: Sequence[tuple[RosterRow, Unit | None]], *, by: Any, now: datetime
) -> list[Breach]:
    """Register, units, stays and breaches of newcomers. Nobody was authorised whom nobody knew."""
    made = [(row, unit, _person(row)) for row, unit in pairs]
    for _row, _unit, person in made:
        person.clean_fields(exclude=["state", "reports_to"])
    Personnel.objects.bulk_create([person for _row, _unit, person in made])
    places = [
        UnitMembership(personnel=person, unit=unit, from_on=row.arrived_on or _today(now))
        for row, unit, person in made
        if unit is not None
    ]
    UnitMembership.objects.bulk_create(places)
    stays = [
        _stay(row, person, unit, by=by, now=now)
        for row, unit, person in made
        if row.arrived_on and unit
    ]
    Arrival.objects.bulk_create(stays)
    people = [person for _row, _unit, person in made]
    audit.write(
        [*_registered(people, by, now), *_moved(places, by, now), *_arrived(stays, by, now)]
    )
    return _breaches(stays, by=by, now=now)


def _today(now: datetime) -> date:
    return timezone.localdate(now)


def _person(row: RosterRow) -> Personnel:
    person: Any = Personnel(
        state_id=row.state,
        service_number=row.number,
        rank=row.rank,
        status=row.status
        or (PersonnelStatus.SERVING if row.arrived_on else PersonnelStatus.NOMINATED),
    )
    if row.name:
        person.name, person.name_index = Sealed.of(row.name), row.name_index
    return person


def _stay(row: RosterRow, person: Personnel, unit: Unit, *, by: Any, now: datetime) -> Arrival:
    return Arrival(
        personnel=person,
        unit=unit,
        arrived_on=row.arrived_on,  # type: ignore[misc]
        left_on=row.left_on,
        departure=how_they_left(row) if row.left_on else "",
        recorded_by=by,
        recorded_at=now,
    )


def how_they_left(row: RosterRow) -> str:
    """A roster tells when somebody left; how, only by their status."""
    by_status = {
        PersonnelStatus.REPATRIATED: Departure.DISCIPLINARY,
        PersonnelStatus.RESIGNED: Departure.RESIGNED,
        PersonnelStatus.DECEASED: Departure.DECEASED,
        PersonnelStatus.ENDED: Departure.END_OF_TOUR,
    }
    return by_status.get(row.status, Departure.OTHER)  # type: ignore[call-overload]


def _registered(people: list[Personnel], by: Any, now: datetime) -> list[Any]:
    return [
        audit.build(
            type="person.registered",
            by=by,
            target=person,
            changes={"state": (None, person.state_id), "status": (None, person.status)},
            now=now,
        )
        for person in people
    ]


def _moved(places: list[UnitMembership], by: Any, now: datetime) -> list[Any]:
    return [
        audit.build(
            type="person.moved",
            by=by,
            target=place,
            subject=place.personnel,
            changes={"unit": (None, place.unit_id), "from_on": (None, place.from_on)},
            now=now,
        )
        for place in places
    ]


def _arrived(stays: list[Arrival], by: Any, now: datetime) -> list[Any]:
    events = []
    for stay in stays:
        given: Given = {"by": by, "target": stay, "subject": stay.personnel, "now": now}
        seen = {"arrived_on": (None, stay.arrived_on), "unit": (None, stay.unit_id)}
        events.append(audit.build(type="arrival.recorded", changes=seen, **given))
        if stay.left_on:
            left = {"left_on": (None, stay.left_on), "departure": (None, stay.departure)}
            events.append(audit.build(type="departure.recorded", changes=left, **given))
    return events


def _breaches(stays: list[Arrival], *, by: Any, now: datetime) -> list[Breach]:
    found = []
    for day in sorted({stay.arrived_on for stay in stays}):
        that_day = [stay for stay in stays if stay.arrived_on == day]
        asked = [(stay.personnel_id, stay.unit_id, day) for stay in that_day]
        stands = standing_of(asked, day=day)
        found += [
            _breach(stay, [NOT_AUTHORISED, *stands[stay.personnel_id].missing], now)
            for stay in that_day
        ]
    Breach.objects.bulk_create(found)
    audit.write([event for breach in found for event in _opened(breach, by, now)])
    running = [breach for breach in found if breach.state == BreachState.OPEN]
    deadlines.start_many(clock=CLOCK, subjects=running, by=by, now=now)
    return found


def _breach(stay: Arrival, missing: list[str], now: datetime) -> Breach:
    breach = Breach(arrival=stay, missing=missing, opened_at=now)
    if stay.left_on:
        breach.state, breach.closed_at = BreachState.LEFT, now
    return breach


def _opened(breach: Breach, by: Any, now: datetime) -> list[Any]:
    subject = breach.arrival.personnel
    given: Given = {"by": by, "target": breach, "subject": subject, "now": now}
    missing = {"missing": (None, breach.missing)}
    events = [audit.build(type="breach.opened", changes=missing, **given)]
    if breach.state == BreachState.LEFT:
        closed = {"state": (BreachState.OPEN.value, breach.state)}
        events.append(audit.build(type="breach.closed", changes=closed, **given))
    return events
