"""Many at once, by one list: a loop over the single action, and one refusal undoes no other."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mission.deployment.actions.arrivals import check_seen_on, record_arrival
from mission.deployment.actions.common import may_act, tell
from mission.deployment.actions.gate import AUTHORISE, authorise
from mission.deployment.models import Arrival, Authorisation
from mission.force import rules
from mission.force.actions import find_or_create_unit
from mission.force.models import (
    Personnel,
    State,
    Unit,
    hold_people,
    hold_state,
    hold_units,
    lineage_of,
    units_on,
)
from oversight.authority.rules import NotPermitted, RuleBroken


@dataclass(frozen=True)
class Answer:
    """What became of one of many: the row there is now, or why there is none."""

    title: str
    row: Authorisation | Arrival | None = None
    refusal: RuleBroken | None = None


@transaction.atomic
def authorise_many(
    *,
    people: Sequence[Personnel],
    arrives_on: date,
    by: Any,
    unit: Unit | None = None,
    now: datetime | None = None,
) -> list[Answer]:
    """One answer for each, in the order given. Without a unit, each comes in their own of that day.

    Who may not act here is told so at once; nothing else that is refused stops the others.
    """
    places = _hold(people, arrives_on, unit)

    def one(person: Personnel) -> Authorisation:
        place = _named(places.get(person.pk))
        return authorise(person=person, unit=place, arrives_on=arrives_on, by=by, now=now)

    return [_answer(person.reference, partial(one, person)) for person in people]


@transaction.atomic
def record_arrivals(
    *,
    state: State,
    numbers: Sequence[str],
    arrived_on: date,
    by: Any,
    unit_code: str = "",
    now: datetime | None = None,
) -> list[Answer]:
    """One answer for each number. Without a unit, each is where they belonged on that day.

    Nobody is refused; who belonged nowhere waits until their unit is named.
    """
    may_act(state.pk, permission=AUTHORISE, by=by)
    check_seen_on(arrived_on, now)
    given = list(dict.fromkeys(rules.service_number(number) for number in numbers))
    hold_state(state.pk)
    unit = (
        find_or_create_unit(state=state, code=unit_code, by=by, now=now)[0] if unit_code else None
    )
    rows = Personnel.objects.filter(state=state, service_number__in=given).select_related("state")
    known = {person.service_number: person for person in rows}
    places = _hold(known.values(), arrived_on, unit)

    def one(number: str) -> Arrival:
        place = _named(unit or (places.get(known[number].pk) if number in known else None))
        return record_arrival(
            state=state,
            service_number=number,
            unit_code=place.code,
            arrived_on=arrived_on,
            by=by,
            tells=False,
            now=now,
        )

    seen_before = Arrival.objects.filter(personnel__in=known.values(), arrived_on=arrived_on)
    before = set(seen_before.values_list("pk", flat=True))
    answers = [_answer(f"{state.pk} {number}", partial(one, number)) for number in given]
    fresh = [answer.row for answer in answers if answer.row and answer.row.pk not in before]
    breaches = [row.breach for row in fresh if hasattr(row, "breach")]
    if breaches:
        # One notice leads to all: they stand in the same list.
        tell("breach_opened", state=state.pk, subject=breaches[0], by=by, now=now)
    return answers


def _hold(people: Collection[Personnel], day: date, unit: Unit | None) -> dict[Any, Unit]:
    """The unit of each; all that each step will lock, locked in one order before the first.

    Two lists, or a list and a roster, wait for each other, whatever order they are in.
    """
    for code in sorted({person.state_id for person in people}):
        hold_state(code)
    hold_people(person.pk for person in people)
    places = {person.pk: unit for person in people} if unit else units_on(day, people)
    hold_units(pk for place in set(places.values()) for pk in lineage_of(place))
    return places


def _named(unit: Unit | None) -> Unit:
    if unit is None:
        raise RuleBroken("no_unit", _("In no unit on that day: choose one."), "/unit")
    return unit


def _answer(title: str, act: Callable[[], Authorisation | Arrival]) -> Answer:
    try:
        return Answer(title, act())
    except NotPermitted:
        raise
    except RuleBroken as broken:
        return Answer(title, refusal=broken)
