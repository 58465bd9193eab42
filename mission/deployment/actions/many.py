"""Many authorisations at once: the gate asks about each, and one refusal undoes no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mission.deployment.actions.gate import authorise
from mission.deployment.models import Authorisation
from mission.force.models import Personnel, Unit, hold_people, units_on
from oversight.authority.rules import NotPermitted, RuleBroken


@dataclass(frozen=True)
class Answer:
    """What the gate said about one person: an authorisation, or why there is none."""

    person: Personnel
    authorisation: Authorisation | None
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
    # Locked in one order before any of their units: two such lists wait for each other.
    hold_people(person.pk for person in people)
    own = {} if unit else units_on(arrives_on, people)
    return [
        _answer(person, unit or own.get(person.pk), arrives_on=arrives_on, by=by, now=now)
        for person in people
    ]


def _answer(person: Personnel, unit: Unit | None, **given: Any) -> Answer:
    try:
        if unit is None:
            message = _("In no unit on that day: choose one.")
            raise RuleBroken("no_unit", message, "/unit")
        return Answer(person, authorise(person=person, unit=unit, **given))
    except NotPermitted:
        raise
    except RuleBroken as broken:
        return Answer(person, None, broken)
