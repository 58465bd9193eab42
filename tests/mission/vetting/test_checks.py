"""Checks: two people decide, what stands counts, what stops ends that day."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from mission.force.actions import move_to_unit
from mission.vetting.actions import (
    apply,
    decide,
    decide_appeal,
    expire_due,
    lodge_appeal,
    propose_outcome,
    request_check,
)
from mission.vetting.models import Scheme, Validity
from mission.vetting.workflow import TRANSITIONS
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken, Stale
from tests.mission.force_of_tests import cleared, member, unit_of
from tests.people import make_user

pytestmark = pytest.mark.django_db
SCHEME = "state_certification"


def noon(*day):
    return datetime(*day, 12, tzinfo=timezone.get_current_timezone())


@pytest.fixture
def person(db):
    return member("KE-77")


@pytest.fixture
def check(person, vetting_officer):
    row = request_check(scheme=Scheme.objects.get(pk=SCHEME), personnel=person, by=vetting_officer)
    return apply(check=row, name="take_up", by=vetting_officer)


def test_who_proposes_does_not_decide(check, officers):
    first, second = officers
    propose_outcome(check=check, outcome="cleared", by=first, basis="A letter.")
    with pytest.raises(NotPermitted):
        decide(check=check, agreed=True, by=first)
    assert decide(check=check, agreed=True, by=second).status == "cleared"


def test_a_cleared_check_counts_from_today_until_the_scheme_ends_it(check, officers):
    first, second = officers
    propose_outcome(check=check, outcome="cleared", by=first, basis="A letter.")
    decided = decide(check=check, agreed=True, by=second)
    today = timezone.localdate()
    span = Validity.objects.get(check_of=decided)
    assert (span.from_on, span.until_on) == (today, decided.valid_until)
    assert span.until_on.year == today.year + 1


def test_conditions_are_written_down(check, vetting_officer):
    with pytest.raises(RuleBroken) as refused:
        propose_outcome(check=check, outcome="conditional", by=vetting_officer, basis="A letter.")
    assert refused.value.pointer == "/conditions"


def test_a_proposal_that_is_sent_back_can_be_made_again(check, officers):
    first, second = officers
    propose_outcome(check=check, outcome="refused", by=first, basis="A letter.")
    sent_back = decide(check=check, agreed=False, by=second, reason="Ask the State first.")
    assert (sent_back.status, sent_back.proposed_outcome) == ("in_review", "")
    with pytest.raises(Conflict):
        decide(check=check, agreed=True, by=second)


@pytest.mark.parametrize(
    "who", ["reviewer", "lead", "focal_point", "auditor", "administrator", "ngo"]
)
def test_others_do_nothing_here(request, person, check, who):
    other = request.getfixturevalue(who)
    for attempt in (
        lambda: request_check(
            scheme=Scheme.objects.get(pk="self_attestation"), personnel=person, by=other
        ),
        lambda: apply(check=check, name="suspend", by=other, reason="Because."),
        lambda: propose_outcome(check=check, outcome="cleared", by=other, basis="A letter."),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_an_officer_of_another_contingent_does_nothing_here(check):
    other = make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    with pytest.raises(NotPermitted):
        propose_outcome(check=check, outcome="cleared", by=other, basis="A letter.")


def test_a_stale_proposal_is_refused(check, vetting_officer):
    old = check.version
    propose_outcome(check=check, outcome="cleared", by=vetting_officer, basis="A letter.")
    with pytest.raises(Stale):
        propose_outcome(
            check=check, outcome="refused", by=vetting_officer, basis="Another.", version=old
        )


def test_one_check_of_a_scheme_at_a_time(check, person, vetting_officer):
    with pytest.raises(Conflict):
        request_check(scheme=check.scheme, personnel=person, by=vetting_officer)


def test_a_scheme_about_units_is_not_for_people(person, vetting_officer):
    with pytest.raises(RuleBroken):
        request_check(
            scheme=Scheme.objects.get(pk="unit_vetting"), personnel=person, by=vetting_officer
        )


def test_suspending_ends_what_counts_today_and_keeps_the_past(person, officers):
    check = cleared(SCHEME, person, officers, now=noon(2026, 3, 1))
    apply(check=check, name="suspend", by=officers[0], reason="A letter.", now=noon(2026, 5, 1))
    span = Validity.objects.get(check_of=check)
    assert (span.from_on, span.until_on) == (date(2026, 3, 1), date(2026, 4, 30))


def test_checks_expire_by_the_calendar_alone(person, officers):
    check = cleared(SCHEME, person, officers, now=noon(2025, 3, 1))
    last = check.valid_until
    on_it = noon(last.year, last.month, last.day)
    assert expire_due(now=on_it) == 0
    assert expire_due(now=on_it + timedelta(days=1)) == 1
    assert expire_due(now=on_it + timedelta(days=1)) == 0
    check.refresh_from_db()
    assert check.status == "expired"
    assert Event.objects.filter(type="check.expired", target_id=str(check.pk)).count() == 1


def test_revoking_takes_two_of_whom_one_had_no_part(person, officers, db):
    check = cleared(SCHEME, person, officers)
    third = make_user("third@office.example", "vetting_officer")
    propose_outcome(check=check, outcome="revoked", by=third, basis="A judgment.")
    check = decide(check=check, agreed=True, by=officers[0])
    assert check.status == "revoked"
    today = timezone.localdate()
    assert not Validity.objects.filter(check_of=check, until_on__gte=today).exists()


def test_another_commander_suspends_what_stands_for_the_unit(officers):
    unit = unit_of()
    check = cleared("unit_vetting", unit, officers)
    person = member("2001", unit="KE-2")
    move_to_unit(person=person, unit=unit, on=timezone.localdate(), commands=True)
    check.refresh_from_db()
    assert check.status == "suspended"


def test_an_appeal_is_decided_by_somebody_without_a_part(person, officers, check):
    first, second = officers
    propose_outcome(check=check, outcome="refused", by=first, basis="A letter.")
    refused = decide(check=check, agreed=True, by=second)
    today = timezone.localdate()
    appeal = lodge_appeal(
        check=refused, lodged_by="The State", lodged_on=today, grounds="An error.", by=first
    )
    for somebody in officers:
        with pytest.raises(NotPermitted):
            decide_appeal(appeal=appeal, upheld=True, by=somebody, reason="So be it.")
    third = make_user("third@office.example", "vetting_officer")
    decide_appeal(appeal=appeal, upheld=True, by=third, reason="The record was another's.")
    assert person.checks.filter(scheme=SCHEME, status="requested").count() == 1


def test_every_move_is_named_in_the_design():
    moves = {(source, move.target) for move in TRANSITIONS for source in move.sources}
    reviewed = {"cleared", "conditional", "refused", "withdrawn", "unable_to_complete"}
    assert moves == (
        {("requested", "in_review")}
        | {("in_review", end) for end in reviewed}
        | {
            (good, end)
            for good in ("cleared", "conditional")
            for end in ("suspended", "expired", "revoked")
        }
        | {("suspended", "cleared"), ("suspended", "revoked")}
    )
