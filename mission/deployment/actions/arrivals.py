"""What was observed. An arrival is never refused; one that was not authorised is a breach."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.deployment.actions.breaches import breach_if_any, person_left
from mission.deployment.actions.common import hold_person, may_act
from mission.deployment.choices import Departure
from mission.deployment.models import Arrival
from mission.deployment.rules import Stay, fit_in
from mission.force import rules
from mission.force.actions import change_person, find_or_create_unit, move_to_unit, register_person
from mission.force.actions.common import check_version
from mission.force.choices import PersonnelStatus
from mission.force.models import Personnel, State, Unit, hold_state, person_of
from mission.vetting.actions import record_concern
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken

RECORD = Permission.DEPLOYMENT_AUTHORISE
STATUS_AFTER = {
    Departure.DISCIPLINARY: PersonnelStatus.REPATRIATED,
    Departure.RESIGNED: PersonnelStatus.RESIGNED,
    Departure.DECEASED: PersonnelStatus.DECEASED,
}


@transaction.atomic
def record_arrival(
    *,
    state: State,
    service_number: str,
    unit_code: str,
    arrived_on: date,
    by: Any = None,
    name: str | None = None,
    tells: bool = True,
    now: datetime | None = None,
) -> Arrival:
    """Somebody was seen to arrive. A breach is told at once, unless the caller tells of many.

    A number nobody knows is entered into the register without a name, a unit nobody knows is
    made. A stay that was never seen to end ends the day the person is seen to arrive again. The
    same person on the same day is the same arrival. Only a day in the future, or before there was a force, is no observation.
    """
    may_act(state.pk, permission=RECORD, by=by)
    number = rules.service_number(service_number)
    rules.likely_day(arrived_on, "/arrived_on")
    if arrived_on > timezone.localdate(now):
        message = _("Enter a day that is not in the future.")
        raise RuleBroken("in_the_future", message, "/arrived_on")
    unit, _made = find_or_create_unit(state=state, code=unit_code, by=by, now=now)
    person = _person(state, number, name, by=by, now=now)
    same = person.arrivals.filter(arrived_on=arrived_on).first()
    if same is not None:
        return same
    arrival = _make_room(person, unit, arrived_on, by=by, now=now)
    _belongs(person, unit, arrived_on, by=by, now=now)
    breach_if_any(arrival, by=by, tells=tells, now=now)
    return arrival


def _person(state: State, number: str, name: str | None, *, by: Any, now: Any) -> Personnel:
    known = person_of(state.pk, number)
    if known is None:
        hold_state(state.pk)
        known = person_of(state.pk, number)
    if known is None:
        known = register_person(
            state=state,
            service_number=number,
            name=name,
            status=PersonnelStatus.SERVING,
            by=by,
            now=now,
        )
    return hold_person(known)


def _make_room(
    person: Personnel, unit: Unit, arrived_on: date, *, by: Any, now: datetime | None
) -> Arrival:
    rows = list(person.arrivals.select_for_update(of=("self",)))
    by_start = {row.arrived_on: row for row in rows}
    stays = [Stay(row.arrived_on, row.left_on) for row in rows]
    ends_on, cut = fit_in(Stay(arrived_on), stays)
    how = Departure.NOT_OBSERVED if ends_on else ""
    if cut is not None:
        earlier = by_start[cut.start]
        # The end of the longer stay was seen: it belongs to the one that is entered now.
        how = earlier.departure if cut.end and cut.end == ends_on else how
        earlier.left_on, earlier.departure = arrived_on, Departure.NOT_OBSERVED
        earlier.version += 1
        earlier.save()
    arrival = Arrival(
        personnel=person,
        unit=unit,
        arrived_on=arrived_on,
        left_on=ends_on,
        departure=how,
        recorded_by=by,
        recorded_at=now or timezone.now(),
    )
    arrival.full_clean()
    arrival.save(force_insert=True)
    changes = {"arrived_on": (None, arrived_on), "unit": (None, unit.pk)}
    audit.record(
        type="arrival.recorded", by=by, target=arrival, subject=person, changes=changes, now=now
    )
    return arrival


def _belongs(person: Personnel, unit: Unit, on: date, *, by: Any, now: datetime | None) -> None:
    """Where somebody was seen to arrive is where they belong from then on."""
    commands = person.memberships.on(on).filter(unit=unit, commands=True).exists()
    move_to_unit(person=person, unit=unit, on=on, commands=commands, by=by, now=now)


@transaction.atomic
def record_departure(
    *,
    arrival: Arrival,
    left_on: date,
    departure: str,
    by: Any = None,
    version: int | None = None,
    now: datetime | None = None,
) -> Arrival:
    """Somebody left. On disciplinary grounds the clearance stops with it."""
    person = hold_person(arrival.personnel)
    may_act(person.state_id, permission=RECORD, by=by)
    row = Arrival.objects.select_for_update(of=("self",)).get(pk=arrival.pk)
    check_version(row, version)
    if row.left_on is not None and row.departure != Departure.NOT_OBSERVED:
        raise Conflict("left_already", _("The departure is recorded already."))
    if departure == Departure.NOT_OBSERVED:
        raise RuleBroken("how_unknown", _("Say how they left."), "/departure")
    _check_day(row, left_on, now)
    row.left_on, row.departure = left_on, departure
    row.version += 1
    row.full_clean()
    row.save()
    changes = {"left_on": (None, left_on), "departure": (None, departure)}
    audit.record(
        type="departure.recorded", by=by, target=row, subject=person, changes=changes, now=now
    )
    person_left(row, by=by, now=now)
    _after(person, departure, left_on, by=by, now=now)
    return row


def _check_day(row: Arrival, left_on: date, now: datetime | None) -> None:
    if left_on < row.arrived_on or left_on > timezone.localdate(now):
        message = _("Enter a day from the arrival until today.")
        raise RuleBroken("wrong_day", message, "/left_on")
    if row.left_on is not None and left_on > row.left_on:
        message = _("The person was seen to arrive again before this day.")
        raise RuleBroken("arrived_again", message, "/left_on")


def _after(person: Personnel, departure: str, on: date, *, by: Any, now: datetime | None) -> None:
    status = STATUS_AFTER.get(departure)  # type: ignore[call-overload]
    if status is not None and person.status != status:
        change_person(person=person, version=person.version, status=status, by=by, now=now)
    if departure == Departure.DISCIPLINARY:
        record_concern(
            personnel=person,
            source="repatriation",
            gravity="serious",
            opened_on=on,
            basis=_("Repatriated on disciplinary grounds."),
            by=by,
            now=now,
        )
