"""The fictional force: about 1,200 people in every state that vetting and deployment know."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cases.management.demo import exceptions, vetting
from cases.management.demo.sampling import SEED
from mission.deployment.actions import (
    close_breach,
    record_arrival,
    record_departure,
)
from mission.deployment.actions.roster.newcomers import enter
from mission.deployment.actions.roster.rows import RosterRow
from mission.deployment.models import Arrival, Authorisation, Permit
from mission.force.actions import find_or_create_unit, move_to_unit
from mission.force.models import Personnel, State, Unit
from mission.training.actions import record_results
from mission.training.models import TrainingModule
from mission.vetting.actions import (
    certify,
    decide_certification,
)
from mission.vetting.models import Scheme
from oversight.audit import actions as audit
from oversight.sealing.rules import blind_index

# Of each State: how many people, in how many units, cleared how many days ago. Fictional numbers.
CONTINGENTS = {
    "KE": (780, 12, 345),
    "GT": (160, 4, 250),
    "SV": (110, 3, 240),
    "JM": (80, 2, 120),
    "BS": (40, 1, 100),
    "BZ": (30, 1, 60),
}
GIVEN = ("Alba", "Bruno", "Cleo", "Dario", "Elin", "Faro", "Gala", "Hugo", "Ines", "Joel")
FAMILY = ("Amber", "Birch", "Cedar", "Dune", "Ember", "Fern", "Grove", "Heath", "Isle", "Jade")
RANKS = ("Constable", "Corporal", "Sergeant", "Inspector")
CERTIFIED = ("state_certification", "human_rights_screening", "self_attestation")
# In theatre, all but every ninth got what is required only there.
IN_THEATRE, ANEW = ("prior_misconduct",), ("re_vetting",)
ANEW_AGO = 100
EVERY = 9
# People arrive so many days after they were cleared.
TRAVEL = 30
STILL_NOMINATED = 90


@dataclass
class Force:
    """What was made: the people of each State, and two officers."""

    officers: tuple[Any, Any]
    now: datetime
    people: dict[str, list[Personnel]] = field(default_factory=dict)
    units: dict[Any, Unit] = field(default_factory=dict)

    def day(self, ago: int) -> date:
        return timezone.localdate(self.now) - timedelta(days=ago)

    def noon(self, ago: int) -> datetime:
        return timezone.make_aware(datetime.combine(self.day(ago), time(12)))


def build(users: dict[str, Any]) -> int:
    """How many people were made."""
    force = Force((users["vetting"], users["vetting2"]), timezone.now())
    coming = []
    for code, (count, units, ago) in CONTINGENTS.items():
        _register(force, code, count, units, ago)
        ready = force.people[code][: count - max(2, count // 10)]
        _certify(force, code, CERTIFIED, ready, ago)
        _train(force, ready, ago + 5, before=True)
        came = [(person, force.units[person.pk]) for person in ready[: len(ready) - count // 12]]
        _deploy(force, came, ago - TRAVEL)
        stayed = [person for n, (person, _unit) in enumerate(came) if n % EVERY]
        _certify(force, code, IN_THEATRE, stayed, ago - TRAVEL - 5)
        _certify(force, code, ANEW, stayed, min(ANEW_AGO, ago - TRAVEL - 10))
        _train(force, stayed, ago - TRAVEL - 10, before=False)
        coming += came
    _observe(force, coming)
    vetting.build(force, users["lead"])
    exceptions.build(force, users["lead"])
    return Personnel.objects.count()


def _register(force: Force, code: str, count: int, units: int, ago: int) -> None:
    state = State.objects.get(pk=code)
    places = [find_or_create_unit(state=state, code=f"{code}-{n}")[0] for n in range(1, units + 1)]
    came = count - max(2, count // 10) - count // 12
    chance = random.Random(f"{SEED}{code}")  # noqa: S311 - a story, not a secret
    pairs = []
    for number in range(1, count + 1):
        name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)} (fictional)"
        row = RosterRow(
            state=code,
            number=f"F{number:04}",
            name=name,
            name_index=blind_index(name),
            rank=chance.choices(RANKS, (70, 15, 10, 5))[0],
            unit=places[number % units].code,
            status="serving" if number <= came else "nominated",
            arrived_on=None,
            left_on=None,
        )
        pairs.append((row, places[number % units]))
    enter(pairs, by=None, now=force.noon(ago + 20))
    people = list(
        Personnel.objects.filter(state=code).select_related("state").order_by("service_number")
    )
    force.people[code] = people
    numbers = {row.number: unit for row, unit in pairs}
    force.units |= {person.pk: numbers[person.service_number] for person in people}


def _certify(force: Force, code: str, schemes: Any, people: list[Personnel], ago: int) -> None:
    """One document of the State for each scheme, accepted by the second officer."""
    first, second = force.officers
    state, at = State.objects.get(pk=code), force.noon(ago)
    for scheme in Scheme.objects.filter(pk__in=schemes):
        row = certify(
            state=state,
            scheme=scheme,
            reference=f"{code}/{scheme.order}/1 (fictional)",
            dated_on=force.day(ago + 5),
            people=people,
            by=first,
            now=at,
        )
        decide_certification(certification=row, accepted=True, by=second, now=at)


def _train(force: Force, people: list[Personnel], ago: int, *, before: bool) -> None:
    """Modules that are required before arrival, or those that are required in theatre."""
    required = TrainingModule.objects.filter(requirements__isnull=False)
    wanted = required.filter(requirements__grace_days=0)
    modules = wanted if before else required.exclude(pk__in=wanted)
    by, on = force.officers[0], force.day(ago)
    for module in modules.distinct():
        given = {"module": module, "people": people, "result": "passed", "on": on}
        record_results(**given, by=by, now=force.noon(ago))  # type: ignore[arg-type]


def _deploy(force: Force, coming: list[tuple[Personnel, Unit]], ago: int) -> None:
    """Those who came with leave, written together; the database asks the gate for each."""
    first = force.officers[0]
    day, at = force.day(ago), force.noon(ago + 2)
    permits = [
        Permit(
            personnel=person,
            unit=unit,
            arrives_on=day,
            basis="cleared",
            granted_by=first,
            granted_at=at,
        )
        for person, unit in coming
    ]
    Permit.objects.bulk_create(permits)
    allowed = [
        Authorisation(
            personnel=permit.personnel,
            unit=permit.unit,
            arrives_on=day,
            permit=permit,
            authorised_by=first,
            authorised_at=at,
        )
        for permit in permits
    ]
    Authorisation.objects.bulk_create(allowed)
    stays = [
        Arrival(
            personnel=row.personnel,
            unit=row.unit,
            arrived_on=day,
            authorisation=row,
            recorded_by=first,
            recorded_at=force.noon(ago),
        )
        for row in allowed
    ]
    Arrival.objects.bulk_create(stays)
    _tell(allowed, "deployment.authorised", first, at)
    _tell(stays, "arrival.recorded", first, force.noon(ago))


def _tell(rows: list[Any], type: str, by: Any, at: datetime) -> None:
    audit.write(
        [audit.build(type=type, by=by, target=row, subject=row.personnel, now=at) for row in rows]
    )


def _observe(force: Force, coming: list[tuple[Personnel, Unit]]) -> None:
    """Some left, some came without leave, some of those were settled; commanders are named."""
    first, second = force.officers
    for number, (person, _unit) in enumerate(coming[5:400:16]):
        how = "disciplinary" if number in (3, 11) else ("medical", "rotation")[number % 2]
        record_departure(
            arrival=person.arrivals.get(),
            left_on=force.day(30 + number),
            departure=how,
            by=first,
            now=force.noon(29 + number),
        )
    waiting = force.people["KE"][-STILL_NOMINATED:]
    for number, person in enumerate(waiting[:14]):
        record_arrival(
            state=person.state,
            service_number=person.service_number,
            unit_code=force.units[person.pk].code,
            arrived_on=force.day(4 + number),
            by=first,
            now=force.noon(3 + number // 3),
        )
    for person in waiting[:3]:
        breach = person.arrivals.get().breach
        close_breach(breach=breach, state="closed", by=second, reason="Sent back (fictional).")
    for unit in {unit.pk: unit for _person, unit in coming}.values():
        head = next(person for person, place in coming if place.pk == unit.pk)
        move_to_unit(person=head, unit=unit, on=force.day(20), commands=True)
