"""A made-up force: people of one State in many units, with what each scheme and module asks of them."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from benchmarks.world.tables import Row, Table
from mission.deployment.models import Arrival
from mission.force.actions import find_or_create_unit
from mission.force.models import Personnel, State, UnitMembership
from mission.training.models import TrainingModule, TrainingRequirement, TrainingResult
from mission.vetting.choices import About
from mission.vetting.models import Check, Scheme, SchemeRequirement, Validity
from oversight.accounts.models import User

PEOPLE, UNITS, SCHEMES, MODULES = 10_000, 60, 8, 18
STATE = "KE"
CAME, BEFORE = date(2026, 1, 10), date(2024, 1, 1)
VALID = timedelta(days=365)
# Every fifth lacks all checks, every fourth all training: 40 % are blocked.
UNCHECKED, UNTRAINED = 5, 4


def build() -> dict[str, Any]:
    """However many incidents there are; what was made, in numbers."""
    schemes = list(
        Scheme.objects.filter(about=About.PERSON).order_by("pk").values_list("pk", flat=True)
    )
    modules = list(TrainingModule.objects.order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        _people(PEOPLE)
        _checks(schemes[:SCHEMES])
        _training(modules[:MODULES])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {"people": PEOPLE, "schemes": len(schemes[:SCHEMES]), "modules": len(modules[:MODULES])}


def _people(count: int) -> None:
    state = State.objects.get(pk=STATE)
    units = [find_or_create_unit(state=state, code=f"B{n}")[0] for n in range(UNITS)]
    keys = [uuid.uuid4() for _person in range(count)]
    Table(Personnel).copy(
        {"id": key, "state_id": STATE, "service_number": f"B{n:05}"} for n, key in enumerate(keys)
    )
    Table(UnitMembership).copy(
        {"personnel_id": key, "unit_id": units[n % UNITS].pk, "from_on": CAME}
        for n, key in enumerate(keys)
    )
    Table(Arrival).copy(
        {
            "id": uuid.uuid4(),
            "personnel_id": key,
            "unit_id": units[n % UNITS].pk,
            "arrived_on": CAME + timedelta(days=n % 7),
        }
        for n, key in enumerate(keys)
    )


def _everybody(but_every: int) -> list[Any]:
    rows = Personnel.objects.filter(state=STATE).order_by("service_number")
    return [key for n, key in enumerate(rows.values_list("pk", flat=True)) if n % but_every]


def _checks(schemes: list[str]) -> None:
    """Everybody is asked for each of the schemes, and holds all of them or none."""
    people, checks, validities = _everybody(UNCHECKED), Table(Check), Table(Validity)
    first, second = User.objects.order_by("pk").values_list("pk", flat=True)[:2]
    decided = {"status": "cleared", "proposed_by_id": first, "decided_by_id": second}
    decided |= {"valid_from": CAME, "valid_until": CAME + VALID}
    SchemeRequirement.objects.all().delete()
    for scheme in schemes:
        SchemeRequirement.objects.create(scheme_id=scheme, from_on=BEFORE)
        held = [(uuid.uuid4(), person) for person in people]
        checks.copy(
            {"id": key, "scheme_id": scheme, "personnel_id": person, **decided}
            for key, person in held
        )
        validities.copy(_validity(scheme, key, person) for key, person in held)


def _validity(scheme: str, check: Any, person: Any) -> Row:
    return {"check_of_id": check, "scheme_id": scheme, "personnel_id": person, **_stretch()}


def _stretch() -> Row:
    return {"from_on": CAME, "until_on": CAME + VALID, "expires_on": CAME + VALID}


def _training(modules: list[str]) -> None:
    people, results = _everybody(UNTRAINED), Table(TrainingResult)
    TrainingRequirement.objects.all().delete()
    for module in modules:
        TrainingRequirement.objects.create(module_id=module, from_on=BEFORE)
        results.copy(_passed(module, person) for person in people)


def _passed(module: str, person: Any) -> Row:
    given = {"id": uuid.uuid4(), "module_id": module, "personnel_id": person, "result": "passed"}
    return given | _stretch()


def roster(people: int) -> Iterator[str]:
    """Lines of a roster of people nobody knows yet; each call is about others.

    They have left again: readiness goes on being asked about the same people.
    """
    batch = uuid.uuid4().hex[:6].upper()
    yield "service_number,name,rank,unit,state,status,arrived_on,left_on"
    for n in range(people):
        yield f"{batch}-{n},Fictional {batch} {n},Constable,R{n % 40},GT,ended,2026-02-0{n % 9 + 1},2026-02-20"
