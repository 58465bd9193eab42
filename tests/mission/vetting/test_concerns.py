"""Concerns stop a clearance at once; nothing is told before it is safe; two people lift them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mission.deployment.actions import authorise
from mission.deployment.models import standing_of
from mission.vetting.actions import (
    assess_protection,
    confirm_concern,
    decide,
    lift_concern,
    propose_lifting,
    propose_outcome,
    record_concern,
    tell_state,
)
from mission.vetting.models import Concern
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Deadline, Notice
from tests.mission.force_of_tests import fit, member, unit_of
from tests.people import make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def person(officers):
    return fit(member("KE-77"), officers, TODAY() - timedelta(days=5))


def concern_of(person, by, **more):
    given = {"source": "outside", "gravity": "serious", "opened_on": TODAY(), "basis": "A letter."}
    return record_concern(personnel=person, by=by, **{**given, **more})


def stands(person, day=None):
    day = day or TODAY()
    return standing_of([(person.pk, unit_of().pk, day)], day=day)[person.pk]


def test_a_serious_concern_stops_the_clearance_at_once(person, vetting_officer):
    assert stands(person).is_fit
    concern_of(person, vetting_officer)
    assert stands(person).concern
    assert not stands(person).is_fit
    assert set(person.checks.values_list("status", flat=True)) == {"suspended"}


def test_one_that_is_not_grave_is_weighed_first(person, officers):
    concern = concern_of(person, officers[0], gravity="other")
    assert stands(person).is_fit
    confirm_concern(concern=concern, by=officers[1], reason="Two sources agree.")
    assert not stands(person).is_fit


def test_who_is_coming_is_no_longer_authorised(person, officers):
    coming = authorise(
        person=person, unit=unit_of(), arrives_on=TODAY() + timedelta(days=3), by=officers[0]
    )
    concern_of(person, officers[0])
    coming.refresh_from_db()
    assert coming.state == "suspended"


def test_the_others_are_told_and_a_clock_runs(person, officers):
    concern = concern_of(person, officers[0])
    notices = Notice.objects.filter(subject_id=concern.pk, kind="clearance_suspended")
    assert [notice.recipient for notice in notices] == [officers[1]]
    clock = Deadline.objects.get(subject_id=concern.pk, clock="concern_review")
    confirm_concern(concern=concern, by=officers[1], reason="It is so.")
    clock.refresh_from_db()
    assert clock.met_at


def test_an_officer_of_another_contingent_is_told_nothing(person, officers):
    other = make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    concern_of(person, officers[0])
    assert not Notice.objects.filter(recipient=other).exists()
    assert not Concern.objects.visible_to(other).exists()


def test_two_people_lift_it_and_a_check_comes_back_by_decision(person, officers):
    first, second = officers
    concern = concern_of(person, first)
    with pytest.raises(NotPermitted):
        lift_concern(concern=concern, by=second)
    propose_lifting(concern=concern, by=first, reason="Another person of this name.")
    with pytest.raises(NotPermitted):
        lift_concern(concern=concern, by=first)
    lift_concern(concern=concern, by=second)
    after = stands(person)
    assert not after.concern
    assert after.schemes, "what it suspended is cleared again by decision, not by itself"
    check = person.checks.get(scheme="state_certification")
    propose_outcome(check=check, outcome="cleared", by=first, basis="The concern was lifted.")
    decide(check=check, agreed=True, by=second)
    assert "state_certification" not in stands(person).schemes


def test_nothing_is_cleared_while_a_concern_stands(person, officers):
    concern_of(person, officers[0])
    check = person.checks.get(scheme="state_certification")
    propose_outcome(check=check, outcome="cleared", by=officers[0], basis="A letter.")
    with pytest.raises(Conflict):
        decide(check=check, agreed=True, by=officers[1])


def test_from_a_case_nothing_is_said_but_whom_when_and_how_grave(person):
    concern = concern_of(person, None, source="case", basis="Anything", link="https://x.example")
    assert (concern.basis, concern.link, concern.credibility) == ("", "", {})
    assert concern.recorded_by is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.filter(pk=concern.pk).update(basis="What happened.")


def test_one_from_a_case_is_neither_lifted_nor_assessed_here(person, officers):
    concern = concern_of(person, None, source="case")
    with pytest.raises(NotPermitted):
        propose_lifting(concern=concern, by=officers[0], reason="It cannot be.")
    with pytest.raises(NotPermitted):
        assess_protection(concern=concern, may_tell=True, grounds="It is safe.", by=officers[0])


def test_nothing_is_told_before_it_is_known_to_be_safe(person, officers):
    concern = concern_of(person, officers[0], opened_on=TODAY())
    with pytest.raises(Conflict):
        tell_state(concern=concern, addressed_to="The police service", by=officers[0])
    assess_protection(concern=concern, may_tell=False, grounds="One source.", by=officers[0])
    with pytest.raises(Conflict):
        tell_state(concern=concern, addressed_to="The police service", by=officers[0])
    assess_protection(concern=concern, may_tell=True, grounds="All have left.", by=officers[1])
    notice = tell_state(concern=concern, addressed_to="The police service", by=officers[0])
    assert notice.month == TODAY().replace(day=1), "never the day"


def test_a_concern_about_a_unit_stops_everybody_in_it_and_below(person, officers):
    record_concern(
        unit=unit_of(),
        source="open_source",
        gravity="grave",
        opened_on=TODAY(),
        basis="A report.",
        by=officers[0],
    )
    assert not stands(person).is_fit


def test_days_before_the_concern_keep_their_truth(person, vetting_officer):
    concern_of(person, vetting_officer, opened_on=TODAY())
    assert not stands(person, TODAY() - timedelta(days=1)).concern


def test_a_concern_is_not_opened_tomorrow(person, vetting_officer):
    with pytest.raises(RuleBroken):
        concern_of(person, vetting_officer, opened_on=TODAY() + timedelta(days=1))


@pytest.mark.parametrize("who", ["reviewer", "lead", "auditor", "administrator"])
def test_others_record_and_see_none(request, person, vetting_officer, who):
    other = request.getfixturevalue(who)
    with pytest.raises(NotPermitted):
        concern_of(person, other)
    concern_of(person, vetting_officer)
    assert not Concern.objects.visible_to(other).exists()
