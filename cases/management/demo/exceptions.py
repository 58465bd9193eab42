"""What the ledger tells of the fictional force: exceptions and breaches before the last release."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from mission.deployment.actions import (
    ask_override,
    authorise,
    close_breach,
    decide_override,
    record_arrival,
    record_departure,
)
from mission.vetting.actions import certify, decide_certification
from mission.vetting.models import Scheme

SPRING, SUMMER = date(2026, 5, 12), date(2026, 8, 11)
REASONS = (
    "A nurse was needed at once; the missing parts follow within the first month.",
    "The training was moved by the State; the person works under supervision until then.",
    "An interpreter was needed before the next course began.",
)


def build(force: Any, lead: Any) -> None:
    """Numbers on both sides of the threshold: some are shown, some hidden."""
    waiting = force.people["KE"]
    untrained = waiting[-50:-44]
    _certified(force, untrained)
    for number, person in enumerate(untrained):
        _exception(force, person, lead, SUMMER, REASONS[1 + number % 2])
    for number, person in enumerate(waiting[-44:-35]):
        _exception(force, person, lead, SPRING if number < 7 else SUMMER, REASONS[number % 2])
    _breaches(force, waiting[-76:-62], SPRING, left=8, closed=6)
    _breaches(force, waiting[-20:-5], SUMMER, left=2, closed=7)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _certified(force: Any, people: list[Any]) -> None:
    """Nothing but training is missing of them."""
    first, second = force.officers
    for scheme in Scheme.objects.filter(requirements__grace_days=0).distinct():
        row = certify(
            state=people[0].state,
            scheme=scheme,
            reference=f"KE/{scheme.order}/2 (fictional)",
            dated_on=SPRING,
            people=people,
            by=first,
            now=_noon(SPRING),
        )
        decide_certification(certification=row, accepted=True, by=second, now=_noon(SPRING))


def _exception(force: Any, person: Any, lead: Any, day: date, reason: str) -> None:
    """Asked for, approved, used."""
    first, at, unit = force.officers[0], _noon(day), force.units[person.pk]
    comes = day + timedelta(days=9)
    about = {"person": person, "unit": unit, "arrives_on": comes, "by": first, "now": at}
    asked = ask_override(**about, public_reason=reason, reason="Fictional.")
    decide_override(override=asked, approved=True, by=lead, now=at)
    authorise(**about)
    _arrival(force, person, comes)


def _arrival(force: Any, person: Any, day: date) -> Any:
    return record_arrival(
        state=person.state,
        service_number=person.service_number,
        unit_code=force.units[person.pk].code,
        arrived_on=day,
        by=force.officers[0],
        tells=False,
        now=_noon(day),
    )


def _breaches(force: Any, people: list[Any], day: date, *, left: int, closed: int) -> None:
    """The first have left, the next were explained, the others are open past their clock."""
    first, second = force.officers
    for number, person in enumerate(people):
        arrival = _arrival(force, person, day)
        then = day + timedelta(days=3)
        if number < left:
            how = {"left_on": then, "departure": "other", "now": _noon(then)}
            record_departure(arrival=arrival, by=first, **how)
        elif number < left + closed:
            why = {"state": "closed", "reason": "The papers came late (fictional)."}
            close_breach(breach=arrival.breach, by=second, now=_noon(then), **why)
