"""What vetting of the fictional force went through: exceptions, checks and concerns in every state."""

from typing import Any

from mission.deployment.actions import ask_override, authorise, decide_override, plan_rotation
from mission.vetting.actions import (
    apply,
    assess_protection,
    decide,
    lift_concern,
    lodge_appeal,
    propose_lifting,
    propose_outcome,
    record_concern,
    request_check,
    tell_state,
)
from mission.vetting.models import Scheme


def build(force: Any, lead: Any) -> None:
    """`force` has `people` by State, `units` by person, two `officers`, and days `ago`."""
    _exceptions(force, lead)
    _checks_in_every_state(force)
    _concerns(force)


def _exceptions(force: Any, lead: Any) -> None:
    """Exceptions asked for, approved, refused; people who are to come next."""
    first, _second = force.officers
    people, soon = force.people["KE"][-60:], force.day(-10)
    plan_rotation(
        contingent=people[0].state.contingent,
        label="Relief 1 (fictional)",
        planned_on=soon,
        by=first,
    )
    for number, person in enumerate(people[:4]):
        asked = ask_override(
            person=person,
            unit=force.units[person.pk],
            arrives_on=soon,
            public_reason="A medical specialist was needed at once.",
            reason="Fictional.",
            by=first,
        )
        if number < 3:
            decide_override(override=asked, approved=number < 2, by=lead, reason="Fictional.")
        if number == 0:
            authorise(person=person, unit=force.units[person.pk], arrives_on=soon, by=first)


def _checks_in_every_state(force: Any) -> None:
    first, second = force.officers
    people = iter(force.people["GT"][-16:])
    scheme = Scheme.objects.get(pk="prior_misconduct")
    request_check(scheme=scheme, personnel=next(people), by=first)
    outcomes = ("refused", "withdrawn", "unable_to_complete", "conditional", "cleared", "cleared")
    made = []
    for outcome in outcomes:
        check = request_check(scheme=scheme, personnel=next(people), by=first)
        apply(check=check, name="take_up", by=first)
        given = {"outcome": outcome, "basis": "A fictional letter.", "conditions": "No arrests."}
        propose_outcome(check=check, by=first, **given)
        made.append(decide(check=check, agreed=True, by=second))
    lodge_appeal(
        check=made[0],
        lodged_by="The State (fictional)",
        lodged_on=force.day(0),
        grounds="Mistaken identity (fictional).",
        by=first,
    )
    apply(check=made[4], name="suspend", by=first, reason="Fictional.")
    waiting = request_check(scheme=scheme, personnel=next(people), by=first)
    apply(check=waiting, name="take_up", by=first)
    propose_outcome(check=waiting, outcome="cleared", by=first, basis="A fictional letter.")


def _concerns(force: Any) -> None:
    first, second = force.officers
    people = force.people["KE"][20:26]
    made = [
        record_concern(
            personnel=person,
            source=source,
            gravity=gravity,
            opened_on=force.day(6),
            basis="Fictional: a newspaper named this unit.",
            by=first,
        )
        for person, source, gravity in zip(
            people,
            ("outside", "open_source", "outside", "open_source"),
            ("grave", "serious", "other", "serious"),
            strict=False,
        )
    ]
    assess_protection(concern=made[0], may_tell=True, grounds="Nobody is exposed.", by=second)
    tell_state(concern=made[0], addressed_to="Police service (fictional)", by=first)
    propose_lifting(concern=made[3], by=first, reason="Another person (fictional).")
    lift_concern(concern=made[3], by=second)
    propose_lifting(concern=made[1], by=first, reason="Not confirmed (fictional).")
    # From a case: what vetting sees of it is this and no more.
    record_concern(
        personnel=people[4], source="case", gravity="serious", opened_on=force.day(2), by=None
    )
