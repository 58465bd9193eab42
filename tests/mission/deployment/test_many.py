"""Many authorisations at once: the bulk path of the gate, as an action and through the screen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mission.deployment.actions import (
    ask_override,
    authorise,
    authorise_many,
    decide_override,
    record_arrival,
)
from mission.deployment.forms import AuthoriseManyForm
from mission.deployment.models import Authorisation, Permit
from mission.vetting.actions import record_concern
from oversight.authority.rules import NotPermitted
from tests.mission.force_of_tests import fit, member, unit_of
from tests.people import make_user
from tests.together import outcomes

pytestmark = pytest.mark.django_db
URL = reverse("admin:mission_authorisation_many")


def day(count):
    return timezone.localdate() + timedelta(days=count)


@pytest.fixture
def ready(officers):
    return [fit(member(f"KE-{n}"), officers, day(-5)) for n in (1, 2)]


def concern(person, by):
    given = {"source": "outside", "gravity": "grave", "opened_on": day(0), "basis": "A letter."}
    return record_concern(personnel=person, by=by, **given)


def sent(numbers="KE-1\nKE-2", *, on=3, **more):
    given = {"state": "KE", "unit": "", "arrives_on": day(on).isoformat(), "numbers": numbers}
    return {**given, **more}


def test_one_refusal_undoes_no_other_and_each_has_its_permit(ready, vetting_officer):
    lacking = member("KE-9")
    answers = authorise_many(
        people=[lacking, *ready], arrives_on=day(3), by=vetting_officer, unit=unit_of()
    )
    assert [answer.row is None for answer in answers] == [True, False, False]
    assert answers[0].refusal.code == "clearance_missing"
    for row in Authorisation.objects.all():
        assert (row.permit.personnel_id, row.permit.arrives_on) == (row.personnel_id, day(3))
    assert Permit.objects.count() == 2
    assert not Permit.objects.filter(personnel=lacking).exists()


def test_each_comes_in_the_unit_of_that_day_and_who_is_in_none_is_told(ready, vetting_officer):
    nowhere = member("KE-7")
    nowhere.memberships.all().delete()
    answers = authorise_many(people=[*ready, nowhere], arrives_on=day(3), by=vetting_officer)
    assert {answer.row.unit for answer in answers[:2]} == {unit_of()}
    assert answers[2].refusal.code == "no_unit"


def test_who_may_not_authorise_for_this_state_is_refused_the_whole(ready, reviewer, lead):
    elsewhere = make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    for person in (reviewer, lead, elsewhere):
        with pytest.raises(NotPermitted):
            authorise_many(people=ready, arrives_on=day(3), by=person, unit=unit_of())
    assert not Permit.objects.exists()


def test_an_approved_exception_is_used(officers):
    person = member("KE-3")
    asked = ask_override(
        person=person,
        unit=unit_of(),
        arrives_on=day(3),
        public_reason="A doctor was needed.",
        reason="The only surgeon.",
        by=officers[0],
    )
    decide_override(override=asked, approved=True, by=officers[1])
    [answer] = authorise_many(people=[person], arrives_on=day(3), by=officers[0])
    assert answer.row.permit.override == asked


@pytest.mark.django_db(transaction=True)
def test_two_lists_at_once_give_one_permit_each(ready, officers):
    def list_of(people, by):
        return lambda: authorise_many(people=people, arrives_on=day(3), by=by, unit=unit_of())

    assert outcomes(list_of(ready, officers[0]), list_of(ready[::-1], officers[1])) == [
        "done",
        "done",
    ]
    assert Authorisation.objects.count() == Permit.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_lists_that_meet_the_same_units_in_another_order_wait_for_each_other(officers):
    def list_of(by, *places):
        people = [
            fit(member(f"{unit}-{by.pk.hex[:6]}", unit=unit), officers, day(-5)) for unit in places
        ]
        return lambda: authorise_many(people=people, arrives_on=day(3), by=by)

    first, second = officers
    acts = (list_of(first, "KE-1", "KE-2"), list_of(second, "KE-2", "KE-1"))
    assert outcomes(*acts) == ["done", "done"]
    assert Authorisation.objects.count() == 4


def test_the_preview_says_of_each_what_the_gate_would(ready, vetting_officer, client_of):
    authorise(person=ready[1], unit=unit_of(), arrives_on=day(3), by=vetting_officer)
    member("KE-9")
    typed = "ke-1, KE-2; KE-9\nKE-404\nKE-1"
    page = client_of(vetting_officer).post(URL, sent(typed)).content.decode()
    assert "1 of 3 may come" in page
    for words in ("may come", "authorised already", "not fit", "KE-404"):
        assert words in page
    assert "Not in the register of this State" in page
    assert "counted once" in page
    assert not Authorisation.objects.filter(personnel=ready[0]).exists()


def test_confirmed_the_gate_asks_again(ready, vetting_officer, client_of):
    client = client_of(vetting_officer)
    assert "2 of 2 may come" in client.post(URL, sent()).content.decode()
    concern(ready[1], vetting_officer)
    page = client.post(URL, sent(confirmed="1")).content.decode()
    assert "1 of 2 authorised" in page
    assert "Clearance suspended" in page
    assert list(Authorisation.objects.values_list("personnel", flat=True)) == [ready[0].pk]


def test_a_unit_without_numbers_means_everybody_still_to_come(ready, vetting_officer, client_of):
    record_arrival(
        state=ready[1].state,
        service_number="KE-2",
        unit_code="KE-1",
        arrived_on=day(0),
        by=vetting_officer,
    )
    member("KE-8", status="resigned")
    given = sent("", unit=str(unit_of().pk), confirmed="1")
    page = client_of(vetting_officer).post(URL, given).content.decode()
    assert "1 of 1 authorised" in page
    again = client_of(vetting_officer).post(URL, given)
    assert again.status_code == 400
    assert "still to come" in again.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"numbers": ""},
        {"numbers": "KE-404"},
        {"numbers": "\n".join(f"X{n}" for n in range(501))},
        {"arrives_on": "2020-01-01"},
        {"arrives_on": "soon"},
        {"state": "XX"},
        {"unit": "999999"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_is_malformed_is_said_and_authorises_nobody(ready, vetting_officer, client_of, wrong):
    given = {**sent(), **wrong, "confirmed": "1"}
    answer = client_of(vetting_officer).post(URL, given)
    assert answer.status_code == 400
    assert not Permit.objects.exists()


def test_500_numbers_are_taken(ready, vetting_officer):
    numbers = "\n".join(["KE-1", *(f"X{n}" for n in range(499))])
    form = AuthoriseManyForm(sent(numbers), by=vetting_officer)
    assert form.is_valid(), form.errors
    assert len(form.cleaned_data["left_out"]) == 499


def test_a_unit_of_more_than_can_be_asked_about_is_not_cut_short(ready, officers, monkeypatch):
    monkeypatch.setattr(AuthoriseManyForm, "most", 1)
    form = AuthoriseManyForm(sent("", unit=str(unit_of().pk)), by=officers[0])
    assert set(form.errors) == {"unit"}


def test_a_unit_of_another_state_is_not_taken(ready, vetting_officer):
    other = unit_of("SV", "SV-1")
    form = AuthoriseManyForm(sent(unit=str(other.pk)), by=vetting_officer)
    assert set(form.errors) == {"unit"}


def test_only_vetting_officers_of_the_state_open_it(ready, everybody, client_of):
    for role, person in everybody.items():
        status = client_of(person).get(URL).status_code
        assert (status == 200) == (role == "vetting_officer"), role
    elsewhere = make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    answer = client_of(elsewhere).post(URL, sent(confirmed="1"))
    assert answer.status_code == 400
    assert not Permit.objects.exists()


def test_the_preview_takes_the_same_questions_for_more_people(queries_of_preview):
    queries_of_preview(URL, sent, 1)
    assert queries_of_preview(URL, sent, 20) <= queries_of_preview(URL, sent, 2)


def test_the_list_leads_there(vetting_officer, lead, client_of):
    listed = reverse("admin:mission_authorisation_changelist")
    assert URL in client_of(vetting_officer).get(listed).content.decode()
    assert URL not in client_of(lead).get(listed).content.decode()
