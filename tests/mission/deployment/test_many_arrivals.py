"""Many arrivals at once: all are written down, and of each it is said whether it is a breach."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mission.deployment.actions import authorise, record_arrivals
from mission.deployment.forms import ArrivalsForm
from mission.deployment.models import Arrival, Breach
from mission.force.models import Personnel, State, Unit
from oversight.authority.rules import NotPermitted, RuleBroken
from oversight.deadlines.models import Notice
from tests.mission.force_of_tests import fit, member, unit_of
from tests.people import make_user
from tests.together import outcomes

pytestmark = pytest.mark.django_db
URL = reverse("admin:mission_arrival_many")


def day(count):
    return timezone.localdate() + timedelta(days=count)


def kenya():
    return State.objects.get(pk="KE")


def sent(numbers, *, on=0, **more):
    given = {"state": "KE", "unit_code": "", "arrived_on": day(on).isoformat(), "numbers": numbers}
    return {**given, **more}


def test_all_are_written_down_and_breaches_are_told_once(officers):
    cleared = fit(member("KE-1"), officers, day(-5))
    authorise(person=cleared, unit=unit_of(), arrives_on=day(0), by=officers[0])
    member("KE-2")
    member("KE-3")
    given = {"state": kenya(), "numbers": ["ke-1", "KE-2", "KE-3", "KE-3"], "arrived_on": day(0)}
    answers = record_arrivals(by=officers[0], **given)
    assert [answer.title for answer in answers] == ["KE KE-1", "KE KE-2", "KE KE-3"]
    assert [hasattr(answer.row, "breach") for answer in answers] == [False, True, True]
    told = Notice.objects.filter(kind="breach_opened", recipient=officers[1])
    assert told.count() == 1
    again = record_arrivals(by=officers[0], **given)
    assert [answer.row for answer in again] == [answer.row for answer in answers]
    assert Arrival.objects.count() == 3
    assert Breach.objects.count() == 2
    assert told.count() == 1


def test_who_is_unknown_comes_in_the_unit_that_is_named_and_waits_without(officers):
    [waits] = record_arrivals(state=kenya(), numbers=["NEW-1"], arrived_on=day(0), by=officers[0])
    assert (waits.row, waits.refusal.code) == (None, "no_unit")
    assert not Personnel.objects.filter(service_number="NEW-1").exists()
    [written] = record_arrivals(
        state=kenya(), numbers=["NEW-1"], arrived_on=day(0), by=officers[0], unit_code="KE-NEW"
    )
    assert written.row.unit == Unit.objects.get(code="KE-NEW")
    assert written.row.breach.missing[0] == "not_authorised"


def test_a_day_to_come_is_no_observation(officers):
    member("KE-1")
    with pytest.raises(RuleBroken) as refused:
        record_arrivals(state=kenya(), numbers=["KE-1"], arrived_on=day(1), by=officers[0])
    assert refused.value.code == "in_the_future"
    assert not Arrival.objects.exists()


def test_who_may_not_record_for_this_state_is_refused_the_whole(reviewer, lead, ngo):
    member("KE-1")
    elsewhere = make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    for person in (reviewer, lead, ngo, elsewhere):
        with pytest.raises(NotPermitted):
            record_arrivals(state=kenya(), numbers=["KE-1"], arrived_on=day(0), by=person)
    assert not Arrival.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_lists_at_once_write_each_down_once(officers):
    member("KE-1", unit="KE-1")
    member("KE-2", unit="KE-2")

    def list_of(by, *numbers):
        given = {"state": kenya(), "numbers": numbers, "arrived_on": day(0), "unit_code": "KE-1"}
        return lambda: record_arrivals(by=by, **given)

    acts = (
        list_of(officers[0], "KE-1", "KE-2", "NEW-1"),
        list_of(officers[1], "NEW-1", "KE-2", "KE-1"),
    )
    assert outcomes(*acts) == ["done", "done"]
    assert Arrival.objects.count() == Breach.objects.count() == 3


def test_the_preview_says_who_comes_uncleared_and_the_result_lists_the_breaches(
    officers, client_of
):
    cleared = fit(member("KE-1"), officers, day(-5))
    authorise(person=cleared, unit=unit_of(), arrives_on=day(0), by=officers[0])
    member("KE-2")
    client = client_of(officers[0])
    typed = "KE-1, ke-2; NEW-1\nKE-2\n" + "X" * 99
    page = client.post(URL, sent(typed)).content.decode()
    assert "3 arrivals, 1 uncleared" in page
    for words in ("Arrived without authorisation", "no unit", "counted once", "X" * 60):
        assert words in page
    assert not Arrival.objects.exists()
    page = client.post(URL, sent(typed, confirmed="1")).content.decode()
    assert "2 arrivals written down, 1 uncleared" in page
    assert "In no unit on that day" in page
    assert list(Breach.objects.values_list("arrival__personnel__service_number", flat=True)) == [
        "KE-2"
    ]
    assert "recorded already" in client.post(URL, sent(typed)).content.decode()


def test_a_unit_still_to_be_made_is_said_before(officers, client_of):
    member("KE-2")
    given = sent("KE-2\nNEW-1", unit_code="KE-NEW")
    page = client_of(officers[0]).post(URL, given).content.decode()
    assert "2 arrivals, 2 uncleared" in page
    assert not Unit.objects.filter(code="KE-NEW").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"numbers": ""},
        {"numbers": " ,;\n"},
        {"numbers": "\n".join(f"X{n}" for n in range(201))},
        {"arrived_on": day(2).isoformat()},
        {"arrived_on": "soon"},
        {"state": "XX"},
        {"unit_code": "x" * 500},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_is_malformed_is_said_and_nothing_is_written(officers, client_of, wrong):
    given = {**sent("KE-1", unit_code="KE-1"), **wrong, "confirmed": "1"}
    assert client_of(officers[0]).post(URL, given).status_code == 400
    assert not Arrival.objects.exists()


def test_200_numbers_are_taken(officers):
    form = ArrivalsForm(sent("\n".join(f"X{n}" for n in range(200))), by=officers[0])
    assert form.is_valid(), form.errors
    assert len(form.cleaned_data["new"]) == 200


def test_only_vetting_officers_of_the_state_open_it(everybody, client_of):
    for role, person in everybody.items():
        status = client_of(person).get(URL).status_code
        assert (status == 200) == (role == "vetting_officer"), role
    elsewhere = make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    answer = client_of(elsewhere).post(URL, sent("KE-1", unit_code="KE-1", confirmed="1"))
    assert answer.status_code == 400
    assert not Arrival.objects.exists()


def test_the_preview_takes_the_same_questions_for_more_people(queries_of_preview):
    queries_of_preview(URL, sent, 1)
    assert queries_of_preview(URL, sent, 20) <= queries_of_preview(URL, sent, 2)
