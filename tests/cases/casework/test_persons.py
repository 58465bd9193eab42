"""Who it is: a member of the force by State and number, never by a list of names."""

import pytest
from django.db import IntegrityError, transaction

from cases.casework import actions
from cases.casework.models import Allegation
from mission.force.models import Contingent
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from tests.mission.force_of_tests import member
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return member("KE-0777", name="Fictional Name")


def name(allegation, personnel, by, reason="A duty roster."):
    return actions.name_person(allegation=allegation, personnel=personnel, by=by, reason=reason)


def test_naming_somebody_makes_them_one_of_the_force(opened, alleged, person, kenya, reviewer):
    allegation = alleged(opened(), reviewer, personnel=person)
    assert (allegation.affiliation, allegation.contingent) == ("mission_personnel", kenya)
    assert allegation.personnel == person


def test_the_event_says_that_somebody_was_named_and_not_who(opened, alleged, person, reviewer):
    case = opened()
    name(alleged(case, reviewer), person, reviewer)
    event = Event.objects.about(case).get(type="allegation.person_named")
    assert event.changes == {}
    for told in ("KE-0777", str(person.pk)):
        assert told not in str(event.__dict__)


def test_another_state_than_the_contingent_is_refused(opened, alleged, person, reviewer):
    salvador = Contingent.objects.get(state_id="SV")
    case = opened()
    with pytest.raises(RuleBroken) as refused:
        alleged(case, reviewer, personnel=person, contingent=salvador, affiliation="unknown")
    assert (refused.value.code, refused.value.pointer) == ("other_state", "/service_number")
    allegation = alleged(case, reviewer, contingent=salvador, affiliation="mission_personnel")
    with pytest.raises(RuleBroken) as refused:
        name(allegation, person, reviewer)
    assert refused.value.code == "other_state"


def test_only_the_force_has_numbers(opened, alleged, person, reviewer):
    with pytest.raises(RuleBroken) as refused:
        alleged(opened(), reviewer, personnel=person, affiliation="gang")
    assert refused.value.code in {"not_of_the_force", "unknown_code"}


def test_the_same_person_in_another_allegation_is_the_same_member(
    opened, alleged, person, reviewer
):
    case = opened()
    alleged(case, reviewer, personnel=person)
    second = alleged(case, reviewer, type="threat_intimidation", person_number=1)
    assert second.personnel == person
    with pytest.raises(Conflict):
        alleged(case, reviewer, type="humiliation", person_number=1, personnel=member("KE-0778"))


def test_naming_holds_for_every_allegation_against_the_person(opened, alleged, person, reviewer):
    case = opened()
    first = alleged(case, reviewer)
    alleged(case, reviewer, type="threat_intimidation", person_number=1)
    other = alleged(case, reviewer, type="humiliation")
    name(first, person, reviewer)
    named = Allegation.objects.filter(case=case, personnel=person)
    assert set(named.values_list("person_number", flat=True)) == {1}
    assert named.count() == 2
    other.refresh_from_db()
    assert other.personnel is None


def test_nobody_is_two_people_in_one_case(opened, alleged, person, reviewer):
    case = opened()
    alleged(case, reviewer, personnel=person)
    with pytest.raises(Conflict) as refused:
        name(alleged(case, reviewer), person, reviewer)
    assert refused.value.code == "person_in_case"


def test_it_is_corrected_and_taken_back_before_a_finding(opened, alleged, person, reviewer):
    case = opened()
    allegation = alleged(case, reviewer, personnel=person)
    other = member("KE-0778")
    assert name(allegation, other, reviewer).personnel == other
    assert name(allegation, None, reviewer).personnel is None
    with pytest.raises(Conflict) as refused:
        name(allegation, None, reviewer)
    assert refused.value.code == "nothing_changed"
    with pytest.raises(RuleBroken):
        name(allegation, other, reviewer, reason=" ")


def test_a_waiting_or_adopted_finding_keeps_its_person(
    investigated, alleged, proposed, person, reviewer, other_reviewer
):
    case = investigated(by=reviewer)
    allegation = alleged(case, reviewer, personnel=person)
    finding = proposed(case, reviewer, allegation=allegation)
    with pytest.raises(Conflict) as refused:
        name(allegation, member("KE-0778"), reviewer)
    assert refused.value.code == "finding_waits"
    actions.adopt(finding=finding, by=other_reviewer)
    with pytest.raises(Conflict) as refused:
        name(allegation, member("KE-0779"), reviewer)
    assert refused.value.code == "finding_stands"


def test_whoever_does_not_work_on_cases_names_nobody(
    opened, alleged, person, reviewer, focal_point, vetting_officer, monitor
):
    allegation = alleged(opened(), reviewer)
    for stranger in (focal_point, vetting_officer, monitor):
        with pytest.raises(NotPermitted):
            name(allegation, person, stranger)


def test_a_compatriot_on_the_team_takes_no_part_any_more(opened, alleged, person, reviewer, lead):
    kenyan = make_user("ke@office.example", "reviewer", state="KE")
    case = opened()
    actions.assign(case=case, user=kenyan, by=lead, declaration="no_conflict")
    name(alleged(case, reviewer), person, reviewer)
    assert case.access.get(user=kenyan, ended_at=None).kind == "recused"


def test_the_database_wants_the_contingent_of_a_named_person(opened, alleged, person, reviewer):
    allegation = alleged(opened(), reviewer, personnel=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allegation.objects.filter(pk=allegation.pk).update(contingent=None)
