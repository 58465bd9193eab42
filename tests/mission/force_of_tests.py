"""Members of the force for tests: entered, cleared and trained by the real actions."""

from datetime import date
from typing import Any

from mission.force.actions import find_or_create_unit, move_to_unit, register_person
from mission.force.models import Personnel, State, Unit
from mission.training.actions import record_results
from mission.training.models import TrainingModule
from mission.vetting.actions import apply, decide, propose_outcome, request_check
from mission.vetting.models import Check, Scheme

JOINED = date(2025, 1, 1)


def unit_of(state: str = "KE", code: str = "KE-1") -> Unit:
    return find_or_create_unit(state=State.objects.get(pk=state), code=code)[0]


def member(
    number: str = "1001", *, state: str = "KE", unit: str = "KE-1", **traits: Any
) -> Personnel:
    """Somebody in the register, in a unit since 2025."""
    row = State.objects.get(pk=state)
    place = unit_of(state, unit)
    return register_person(state=row, service_number=number, unit=place, from_on=JOINED, **traits)


def other_unit(person: Personnel, unit: Unit, on: date) -> None:
    move_to_unit(person=person, unit=unit, on=on)


def cleared(scheme: str, person: Any, officers: tuple[Any, Any], *, now: Any = None) -> Check:
    """A check proposed by one officer and decided by the other."""
    first, second = officers
    about = {"personnel": person} if isinstance(person, Personnel) else {"unit": person}
    row = Scheme.objects.get(pk=scheme)
    check = request_check(scheme=row, by=first, now=now, **about)
    apply(check=check, name="take_up", by=first, now=now)
    propose_outcome(check=check, outcome="cleared", by=first, basis="A letter.", now=now)
    return decide(check=check, agreed=True, by=second, now=now)


def required_schemes() -> list[str]:
    rows = Scheme.objects.filter(requirements__isnull=False).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def required_modules() -> list[TrainingModule]:
    return list(TrainingModule.objects.filter(requirements__isnull=False).order_by("pk"))


def trained(person: Personnel, by: Any, on: date, *, now: Any = None) -> None:
    for module in required_modules():
        record_results(module=module, people=[person], result="passed", on=on, by=by, now=now)


def fit(person: Personnel, officers: tuple[Any, Any], on: date, *, now: Any = None) -> Personnel:
    """Cleared in every required scheme and trained in every required module."""
    for scheme in required_schemes():
        cleared(scheme, person, officers, now=now)
    trained(person, officers[0], on, now=now)
    return person
