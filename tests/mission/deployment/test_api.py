"""Authorisations, arrivals and readiness over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mission.deployment.actions import ask_override, decide_override
from mission.deployment.models import Arrival, Authorisation, Permit
from mission.force.models import Personnel
from tests.mission.force_of_tests import fit, member, unit_of
from tests.people import make_user

pytestmark = pytest.mark.django_db
DEPLOYMENTS, ARRIVALS, READINESS = (
    "/api/v1/deployments/",
    "/api/v1/arrivals/",
    "/api/v1/readiness/",
)
OTHERS = ["reviewer", "focal_point", "ngo", "monitor", "auditor", "administrator", "outsider"]


def day(count):
    return (timezone.localdate() + timedelta(days=count)).isoformat()


def wanted(number="KE-1", **more):
    return {
        "service_number": number,
        "state": "KE",
        "unit": "KE-1",
        "arrives_on": day(3),
        **more,
    }


def seen(number="KE-1", **more):
    return {"service_number": number, "state": "KE", "unit": "KE-1", "arrived_on": day(0), **more}


@pytest.fixture
def officer(api, vetting_officer):
    return api(vetting_officer)


def test_who_is_cleared_and_trained_is_authorised(officer, officers):
    fit(member("KE-1"), officers, timezone.localdate())
    answer = officer.post(DEPLOYMENTS, wanted(), format="json")
    assert answer.status_code == 201, answer.json()
    body = answer.json()
    assert (body["service_number"], body["state"], body["unit"]) == ("KE-1", "KE", "KE-1")
    assert (body["status"], body["basis"]) == ("valid", "cleared")
    assert officer.get(DEPLOYMENTS).json()["results"][0]["id"] == body["id"]


def test_each_missing_thing_is_named(officer):
    member("KE-2")
    answer = officer.post(DEPLOYMENTS, wanted("KE-2"), format="json")
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    errors = answer.json()["errors"]
    found = {error["pointer"]: error["detail"] for error in errors}
    assert "Certification by the contributing State" in found["/clearances/state_certification"]
    assert "/trainings/child_protection" in found
    assert not Permit.objects.exists()
    assert not Authorisation.objects.exists()


def test_an_approved_exception_opens_the_gate(officer, officers):
    person = member("KE-2")
    asked = ask_override(
        person=person,
        unit=unit_of(),
        arrives_on=timezone.localdate() + timedelta(days=3),
        public_reason="A doctor was needed.",
        reason="The only surgeon.",
        by=officers[0],
    )
    assert officer.post(DEPLOYMENTS, wanted("KE-2"), format="json").status_code == 409
    decide_override(override=asked, approved=True, by=officers[1])
    answer = officer.post(DEPLOYMENTS, wanted("KE-2"), format="json")
    assert (answer.status_code, answer.json()["basis"]) == (201, "override")


def test_an_arrival_without_authorisation_is_recorded_with_its_breach(officer):
    answer = officer.post(ARRIVALS, seen("NEW 7", unit="NEW"), format="json")
    assert answer.status_code == 201
    body = answer.json()
    assert body["authorised"] is False
    assert body["breach"]["status"] == "open"
    assert "not_authorised" in body["breach"]["missing"]
    again = officer.post(ARRIVALS, seen("new  7", unit="NEW"), format="json")
    assert (again.status_code, again.json()["id"]) == (200, body["id"])
    assert Arrival.objects.count() == 1


def test_an_arrival_in_order_has_no_breach(officer, officers):
    fit(member("KE-1"), officers, timezone.localdate())
    officer.post(DEPLOYMENTS, wanted(arrives_on=day(0)), format="json")
    body = officer.post(ARRIVALS, seen(), format="json").json()
    assert body["authorised"] is True
    assert "breach" not in body


def test_readiness_of_a_day(officer):
    officer.post(ARRIVALS, seen("KE-1", arrived_on=day(-10)), format="json")
    officer.post(ARRIVALS, seen("KE-2"), format="json")
    today = officer.get(READINESS).json()["results"]
    assert [(row["unit"], row["strength"], row["fit"], row["blocked"]) for row in today] == [
        ("KE-1", 2, 0, 2)
    ]
    assert {"expiring_30", "expiring_60", "expiring_90"} <= today[0].keys()
    before = officer.get(READINESS, {"on": day(-1)}).json()["results"]
    assert before[0]["strength"] == 1
    assert officer.get(READINESS, {"on": day(-11)}).json()["results"] == []


@pytest.mark.parametrize("who", OTHERS)
def test_others_are_refused(request, api, who):
    client = api(request.getfixturevalue(who))
    assert client.post(DEPLOYMENTS, wanted(), format="json").status_code == 403
    assert client.post(ARRIVALS, seen(), format="json").status_code == 403
    for address in (DEPLOYMENTS, ARRIVALS, READINESS):
        assert client.get(address).status_code == 403
    assert not Personnel.objects.exists()


def test_nobody_in_particular_is_refused(api):
    for address in (DEPLOYMENTS, ARRIVALS, READINESS):
        assert api(None).get(address).status_code == 401


def test_a_lead_reads_and_does_not_write(api, lead):
    client = api(lead)
    for address in (DEPLOYMENTS, ARRIVALS, READINESS):
        assert client.get(address).status_code == 200
    assert client.post(DEPLOYMENTS, wanted(), format="json").status_code == 403
    assert client.post(ARRIVALS, seen(), format="json").status_code == 403


def test_an_officer_of_another_contingent_neither_reads_nor_writes(api, officer):
    officer.post(ARRIVALS, seen(), format="json")
    other = api(make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV")))
    assert other.get(ARRIVALS).json()["results"] == []
    assert other.get(READINESS).json()["results"] == []
    assert other.post(ARRIVALS, seen("KE-9"), format="json").status_code == 403
    assert other.post(DEPLOYMENTS, wanted(), format="json").status_code == 403


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"service_number": ""}, "/service_number"),
        ({"service_number": "x" * 41}, "/service_number"),
        ({"service_number": 7}, None),
        ({"state": "XX"}, "/state"),
        ({"state": "ke"}, "/state"),
        ({"unit": ""}, "/unit"),
        ({"arrived_on": "31.12.2025"}, "/arrived_on"),
        ({"arrived_on": day(1)}, "/arrived_on"),
        ({"arrived_on": None}, "/arrived_on"),
        ({"strange": 1}, "/strange"),
    ],
)
def test_mistakes_are_named_where_they_are(officer, change, pointer):
    answer = officer.post(ARRIVALS, seen(**change), format="json")
    if pointer is None:
        assert answer.status_code == 201
        return
    assert answer.status_code == 400
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}
    assert not Arrival.objects.exists()


def test_an_authorisation_wants_somebody_and_a_unit_that_are_known(officer):
    assert officer.post(DEPLOYMENTS, wanted(), format="json").json()["errors"][0]["pointer"] == (
        "/service_number"
    )
    member("KE-1")
    answer = officer.post(DEPLOYMENTS, wanted(unit="NONE"), format="json")
    assert answer.json()["errors"][0]["pointer"] == "/unit"


@pytest.mark.parametrize("on", ["yesterday", "2026-13-01", "2026-02-30", "0"])
def test_a_day_that_is_none_is_refused(officer, on):
    assert officer.get(READINESS, {"on": on}).status_code == 400


def test_lists_take_as_many_queries_whatever_their_length(officer, django_assert_max_num_queries):
    for number in range(15):
        officer.post(ARRIVALS, seen(f"KE-{number}"), format="json")
    with django_assert_max_num_queries(8):
        assert len(officer.get(ARRIVALS).json()["results"]) == 15


@pytest.mark.parametrize(
    "day", ["1899-12-31", "2022-12-31", "2100-01-01", "9999-12-31", "0001-01-01"]
)
def test_a_day_on_which_there_is_no_force_is_a_slip(api, vetting_officer, day):
    member("KE-1")
    client = api(vetting_officer)
    of = {"service_number": "KE-1", "state": "KE", "unit": "KE-1"}
    for answer in (
        client.get(f"/api/v1/readiness/?on={day}"),
        client.get(f"/api/v1/training/matrix/?on={day}"),
        client.post("/api/v1/deployments/", {**of, "arrives_on": day}, format="json"),
        client.post("/api/v1/arrivals/", {**of, "arrived_on": day}, format="json"),
    ):
        assert answer.status_code == 400, answer.content
        assert answer.json()["errors"][0]["code"] in {
            "unlikely_day",
            "in_the_past",
            "in_the_future",
        }
