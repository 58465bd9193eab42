import json
import uuid

import pytest

from cases.reports.actions import accept, ask, decline
from cases.reports.models import Report
from oversight.audit.models import Event
from tests.cases.reports.bodies import body
from tests.people import make_user

pytestmark = pytest.mark.django_db
URL = "/api/v1/reports/"


def pointers(response):
    assert response["Content-Type"].startswith("application/problem+json")
    return {error["pointer"] for error in response.json()["errors"]}


def test_post_files_a_report_and_a_replay_adds_nothing(api, monitor):
    client, key = api(monitor), str(uuid.uuid4())
    first = client.post(URL, body(id=key))
    again = client.post(URL, body(id=key))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() and first.json()["id"] == key
    assert set(first.json()) == {"id", "reference", "status", "filed_at", "updated_at", "message"}
    assert Report.objects.count() == 1


def test_other_body_or_other_filer_gets_409_without_content(api, monitor, other_monitor):
    key = str(uuid.uuid4())
    api(monitor).post(URL, body(id=key))
    for who, data in ((monitor, body(id=key, narrative="Lòt.")), (other_monitor, body(id=key))):
        response = api(who).post(URL, data)
        assert response.status_code == 409 and pointers(response) == {"/id"}
        assert "frape" not in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"place": "HT9999"}, "/place"),
        ({"provisions": ["nothing"]}, "/provisions/0"),
        ({"occurred_from": "2099-01-01"}, "/occurred_from"),
        ({"occurred_to": "2025-03-01"}, "/occurred_to"),
        ({"types": ["nothing"]}, "/types/0"),
        ({"source": {"type": "nothing"}}, "/source/type"),
        ({"narrative": "a\x07b"}, "/narrative"),
        ({"narrative": "a\x00b"}, "/narrative"),
        ({"narrative": "x" * 30_000}, "/narrative"),
        ({"id": "7"}, "/id"),
        ({"id": 7}, "/id"),
        ({"surprise": 1}, "/surprise"),
        ({"status": "accepted"}, "/status"),
    ],
)
def test_bad_input_is_refused_at_its_field(api, monitor, changes, pointer):
    response = api(monitor).post(URL, body(**changes))
    assert response.status_code == 400 and pointer in pointers(response)
    assert all(error["detail"] for error in response.json()["errors"])
    assert not Report.objects.exists()


def test_huge_body_is_too_large(api, monitor):
    response = api(monitor).post(URL, body(narrative="x" * 20_000_000))
    assert response.status_code == 413 and response.json()["errors"][0]["code"] == "too_large"


@pytest.mark.parametrize(
    "text", ["{", "", "[1]", '"x"', "null", "[" * 100_000, '{"narrative": "\\ud800"}', "\xff\xfe"]
)
def test_malformed_json_is_a_mistake_never_an_error(api, monitor, text):
    response = api(monitor).generic("POST", URL, text, content_type="application/json")
    assert response.status_code == 400
    pointers(response)


def test_other_content_types_are_not_taken(api, monitor):
    response = api(monitor).generic("POST", URL, "a=b", content_type="text/plain")
    assert response.status_code == 415


@pytest.mark.parametrize("role", ["ngo", "auditor", "administrator", "outsider"])
def test_collection_is_closed_to_who_neither_reports_nor_decides(api, role, request, filed):
    report, client = filed(), api(request.getfixturevalue(role))
    assert client.get(URL).status_code == 403
    assert client.post(URL, body()).status_code == 403
    assert client.get(f"{URL}{report.pk}/").status_code == 403


def test_stranger_and_bad_token_are_told_to_sign_in(api, db):
    client = api(None)
    assert client.get(URL).status_code == client.post(URL, body()).status_code == 401
    client.credentials(HTTP_AUTHORIZATION="Bearer wrong")
    assert client.get(URL).status_code == 401


def test_monitor_lists_own_reports_without_content(api, monitor, other_monitor, reviewer, filed):
    report = filed()
    filed(by=other_monitor)
    ask(report=report, by=reviewer, reason="sekrè", message="Ki lè?")
    (line,) = api(monitor).get(URL).json()["results"]
    assert line["reference"] == report.reference and line["message"] == "Ki lè?"
    assert set(line) == {"id", "reference", "status", "filed_at", "updated_at", "message"}
    one = api(monitor).get(f"{URL}{report.pk}/")
    assert one.json() == line and "sekrè" not in one.content.decode()
    assert api(other_monitor).get(f"{URL}{report.pk}/").status_code == 404


@pytest.mark.parametrize(
    "query", ["q=frape", "type=assault", "place=HT01", "department=HT01", "track=general"]
)
def test_filer_learns_no_content_by_asking(api, monitor, filed, query):
    filed()
    assert api(monitor).get(f"{URL}?{query}").json()["results"] == []


def test_decider_reads_structure_in_lists_and_words_in_one(api, reviewer, filed):
    report = filed(
        source={"contact": "Zaboka"}, persons=[{"role": "perpetrator", "contingent": "KE"}]
    )
    (line,) = api(reviewer).get(URL).json()["results"]
    assert line["department"] == "HT01" and line["persons"][0]["contingent"] == "KE"
    assert line["source"]["contact_kept"] is True and "narrative" not in line
    one = api(reviewer).get(f"{URL}{report.pk}/")
    assert one.json()["narrative"] == report.narrative and "Zaboka" not in one.content.decode()


def test_restricted_report_is_met_by_focal_point_and_lead_only(
    api, filed, reviewer, focal_point, lead
):
    report = filed(types=["rape"])
    for who, status in ((reviewer, 404), (focal_point, 200), (lead, 200)):
        client = api(who)
        assert client.get(f"{URL}{report.pk}/").status_code == status
        assert len(client.get(f"{URL}?q=frape").json()["results"]) == (status == 200)
    assert Event.objects.about(report).filter(type="report.read").count() == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=submitted", 1),
        ("status=accepted", 0),
        ("type=integrity", 1),
        ("type=rape", 0),
        ("place=ht0111", 1),
        ("department=HT03", 0),
        ("q=frape", 1),
        ("filed_from=2020-01-01", 1),
        ("filed_to=2020-01-01", 0),
        ("updated_since=2020-01-01T00:00:00Z", 1),
        ("assigned=nobody", 1),
        ("assigned=me", 0),
        ("assigned=x", 0),
        ("danger=true", 0),
    ],
)
def test_filters_narrow_the_list(api, reviewer, filed, query, found):
    filed()
    assert len(api(reviewer).get(f"{URL}?{query}").json()["results"]) == found


@pytest.mark.parametrize(
    "query", ["status=x", "type=x", "filed_from=x", "updated_since=x", "q=%00", "cursor=x"]
)
def test_filter_that_makes_no_sense_is_refused(api, reviewer, filed, query):
    assert api(reviewer).get(f"{URL}?{query}").status_code in (400, 404)


def test_list_is_paged_by_cursor(api, reviewer, filed):
    for _ in range(3):
        filed()
    client = api(reviewer)
    first = client.get(f"{URL}?page_size=2").json()
    rest = client.get(first["next"]).json()
    assert [len(first["results"]), len(rest["results"])] == [2, 1]


def test_list_costs_the_same_however_long_it_is(
    api, reviewer, filed, django_assert_max_num_queries
):
    for _ in range(5):
        filed(persons=[{"role": "perpetrator", "contingent": "KE"}])
    client = api(reviewer)
    client.get(URL)
    with django_assert_max_num_queries(8):
        client.get(URL)


def test_get_answers_304_to_who_has_it(api, monitor, filed):
    client, report = api(monitor), filed()
    for address in (URL, f"{URL}{report.pk}/"):
        tag = client.get(address)["ETag"]
        again = client.get(address, headers={"if-none-match": tag})
        assert again.status_code == 304 and again.content == b""


def test_amendment_is_added_once_by_who_filed(api, monitor, reviewer, other_monitor, filed):
    report = filed()
    address = f"{URL}{report.pk}/amendments/"
    for _ in range(2):
        assert api(monitor).post(address, {"text": "Anplis."}).status_code == 201
    assert report.amendments.count() == 1
    assert api(reviewer).post(address, {"text": "x"}).status_code == 403
    assert api(other_monitor).post(address, {"text": "x"}).status_code == 404
    assert pointers(api(monitor).post(address, {"text": " "})) == {"/text"}
    assert pointers(api(monitor).post(address, {})) == {"/text"}


def test_answer_over_the_api(api, monitor, reviewer, filed):
    report = filed()
    ask(report=report, by=reviewer, message="Ki lè?")
    response = api(monitor).post(f"{URL}{report.pk}/answers/", {"text": "Maten."})
    assert response.status_code == 201 and response.json()["status"] == "submitted"


def test_decision_needs_the_version_that_was_read(api, reviewer, filed):
    report, client = filed(), api(reviewer)
    address = f"{URL}{report.pk}/decisions/"
    tag = client.get(f"{URL}{report.pk}/")["ETag"]
    assert client.post(address, {"name": "accept"}).status_code == 428
    stale = client.post(address, {"name": "accept"}, headers={"if-match": '"x.1"'})
    assert stale.status_code == 412
    done = client.post(address, {"name": "accept", "reason": "x"}, headers={"if-match": tag})
    assert done.status_code == 200 and done.json()["status"] == "accepted"
    late = client.post(address, {"name": "decline", "reason": "x"}, headers={"if-match": tag})
    assert late.status_code == 412
    now = client.post(
        address, {"name": "decline", "reason": "x"}, headers={"if-match": done["ETag"]}
    )
    assert now.status_code == 409


@pytest.mark.parametrize(
    ("decision", "pointer"),
    [
        ({"name": "praise"}, "/name"),
        ({"name": "answer"}, "/name"),
        ({}, "/name"),
        ({"name": "decline"}, "/reason"),
        ({"name": "decline", "reason": "x", "code": "bored"}, "/code"),
        ({"name": "ask"}, "/message"),
        ({"name": "mark_duplicate", "reason": "x"}, "/duplicate_of"),
        ({"name": "mark_duplicate", "reason": "x", "duplicate_of": "y"}, "/duplicate_of"),
        ({"name": "accept", "status": "declined"}, "/status"),
    ],
)
def test_bad_decision_is_refused_at_its_field(api, reviewer, filed, decision, pointer):
    report, client = filed(), api(reviewer)
    tag = client.get(f"{URL}{report.pk}/")["ETag"]
    response = client.post(f"{URL}{report.pk}/decisions/", decision, headers={"if-match": tag})
    assert response.status_code == 400 and pointer in pointers(response)


def test_decision_is_closed_to_monitors_and_to_own_reports(
    api, monitor, reviewer, other_monitor, filed
):
    report = filed()
    for who, status in ((monitor, 403), (other_monitor, 403)):
        response = api(who).post(f"{URL}{report.pk}/decisions/", {"name": "accept"})
        assert response.status_code == status
    own = filed(by=reviewer)
    client = api(reviewer)
    tag = client.get(f"{URL}{own.pk}/")["ETag"]
    response = client.post(
        f"{URL}{own.pk}/decisions/", {"name": "accept"}, headers={"if-match": tag}
    )
    assert response.status_code == 403


def test_department_scope_narrows_list_and_object_alike(api, filed):
    north = make_user("n@office.example", "reviewer", scope=("department", "HT03"))
    report = filed()
    assert api(north).get(URL).json()["results"] == []
    assert api(north).get(f"{URL}{report.pk}/").status_code == 404


def test_message_of_an_unconfirmed_decline_does_not_go_out(api, monitor, reviewer, filed):
    report = filed(types=["torture"])
    decline(report=report, by=reviewer, reason="x", message="Nou p ap kontinye.")
    assert api(monitor).get(f"{URL}{report.pk}/").json()["message"] == ""


def test_refusals_speak_the_language_of_the_request(api, monitor):
    response = api(monitor).post(
        URL, json.dumps(body(place="HT9999")), content_type="application/json"
    )
    assert "HT9999" in response.json()["errors"][0]["detail"]


def test_accepted_report_is_still_listed_to_its_filer(api, monitor, reviewer, filed):
    accept(report=filed(), by=reviewer, message="Mèsi.")
    (line,) = api(monitor).get(URL).json()["results"]
    assert (line["status"], line["message"]) == ("accepted", "Mèsi.")
