"""Cases over the API: the shapes of the interface, and every refusal."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from cases.casework import actions
from cases.casework.models import Case

CASES = "/api/v1/cases/"


def url(case, *more):
    return CASES + "/".join([str(case.pk), *more, ""])


def pointers(response):
    return [error["pointer"] for error in response.json()["errors"]]


def test_reviewer_opens_a_case(api, report, reviewer):
    body = {"reports": [str(report().pk)], "title": "Market", "track": "general"}

    answer = api(reviewer).post(CASES, body | {"severity": "serious"})

    case = Case.objects.get()
    assert answer.status_code == 201
    assert answer["ETag"] == f'"{case.pk}.{case.version}"'
    told = answer.json()
    assert (told["id"], told["reference"]) == (str(case.pk), case.reference)
    assert (told["status"], told["track"], told["place"]) == ("assessment", "general", "HT0111")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"title": "a\x00b"}, "/title"),
        ({"reports": []}, "/reports"),
        ({"reports": ["x"]}, "/reports/0"),
        ({"reports": [str(uuid4())]}, "/reports/0"),
        ({"track": "x"}, "/track"),
        ({"severity": "x"}, "/severity"),
    ],
)
def test_mistake_is_pointed_at(api, report, reviewer, change, pointer):
    body = {"reports": [str(report().pk)], "title": "Market"} | change

    answer = api(reviewer).post(CASES, body)

    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    assert pointers(answer) == [pointer]


def test_report_in_a_case_is_a_conflict(api, opened, reviewer):
    body = {"reports": [str(opened().links.get().report_id)], "title": "again"}

    assert api(reviewer).post(CASES, body).status_code == 409


@pytest.mark.parametrize("role", ["monitor", "ngo", "auditor", "administrator", "outsider", None])
def test_who_does_not_work_on_cases_is_refused_everywhere(api, opened, everybody, role):
    case = opened()
    client = api(everybody[role]) if role else api(None)
    expected = 403 if role else 401

    assert client.get(CASES).status_code == expected
    assert client.post(CASES, {}).status_code == expected
    for part in ("allegations", "transitions", "notes", "assignments"):
        assert client.get(url(case, part)).status_code == expected
        assert client.post(url(case, part), {}).status_code == expected
    assert client.get(url(case)).status_code == expected
    assert client.patch(url(case), {}).status_code == expected


def test_case_out_of_sight_is_not_there(api, opened, lead, reviewer):
    case = opened(by=lead, track="sea")
    client = api(reviewer)

    for part in ((), ("allegations",), ("transitions",), ("notes",), ("assignments",)):
        assert client.get(url(case, *part)).status_code == 404
    posts = {"allegations": {"type": "assault"}, "transitions": {"name": "close"}, "notes": {}}
    for part, body in posts.items():
        assert client.post(url(case, part), body).status_code == 404
    assert client.get(CASES).json()["results"] == []
    assert client.get(CASES, {"q": "Market"}).json()["results"] == []
    assert client.get(CASES, {"q": case.reference}).json()["results"] == []


@pytest.mark.parametrize(("role", "seen"), [("lead", 2), ("focal_point", 1), ("reviewer", 1)])
def test_list_holds_what_the_role_reaches(api, opened, lead, everybody, role, seen):
    opened(by=lead)
    opened(by=lead, track="child")

    assert len(api(everybody[role]).get(CASES).json()["results"]) == seen


def test_one_case_tells_its_reports_allegations_and_team(api, opened, alleged, reviewer, kenya):
    case = opened()
    allegation = alleged(case, reviewer, affiliation="mission_personnel", contingent=kenya)

    told = api(reviewer).get(url(case)).json()

    assert told["reports"] == [str(case.links.get().report_id)]
    assert told["allegations"][0]["perpetrator"] == {
        "affiliation": "mission_personnel",
        "contingent": "KE",
        "person": 1,
    }
    assert told["allegations"][0]["id"] == str(allegation.pk)
    assert told["team"][0]["user"]["name"] == "reviewer"


def test_unchanged_case_is_304(api, opened, reviewer):
    case, client = opened(), api(reviewer)
    tag = client.get(url(case))["ETag"]

    assert client.get(url(case), headers={"If-None-Match": tag}).status_code == 304


def test_patch_needs_the_current_version(api, opened, reviewer):
    case, client = opened(), api(reviewer)
    tag = client.get(url(case))["ETag"]

    assert client.patch(url(case), {"title": "B"}).status_code == 428
    done = client.patch(url(case), {"title": "B"}, headers={"If-Match": tag})
    assert (done.status_code, done.json()["title"]) == (200, "B")
    assert done["ETag"] != tag
    stale = client.patch(url(case), {"title": "C"}, headers={"If-Match": tag})
    assert stale.status_code == 412


def test_transition_needs_the_current_version(api, opened, reviewer):
    case, client = opened(), api(reviewer)
    tag = client.get(url(case, "transitions"))["ETag"]
    body = {"name": "start_investigation", "reason": "It would be a breach."}

    assert client.post(url(case, "transitions"), body).status_code == 428
    done = client.post(url(case, "transitions"), body, headers={"If-Match": tag})
    assert (done.status_code, done.json()["status"]) == (200, "investigation")
    stale = client.post(url(case, "transitions"), body, headers={"If-Match": tag})
    assert stale.status_code == 412


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"name": "fly"}, 400, "/name"),
        ({}, 400, "/name"),
        ({"name": "begin_follow_up"}, 409, "/name"),
        ({"name": "suspend"}, 400, "/reason"),
        ({"name": "close"}, 400, "/disposition"),
        ({"name": "close", "disposition": "unfounded"}, 400, "/feedback"),
    ],
)
def test_transition_refused_says_why(api, opened, reviewer, body, status, pointer):
    case, client = opened(), api(reviewer)
    tag = client.get(url(case))["ETag"]

    answer = client.post(url(case, "transitions"), body, headers={"If-Match": tag})

    assert (answer.status_code, pointers(answer)) == (status, [pointer])


def test_transitions_tell_what_comes_next_and_what_was(api, opened, lead, focal_point):
    case = opened(by=lead, track="sea")
    told = api(lead).get(url(case, "transitions")).json()
    moves = {move["name"]: move for move in told["available"]}

    assert not moves["start_investigation"]["possible"]
    blocked = moves["start_investigation"]["blocked_by"][0]
    assert blocked["code"] == "has_focal_point_when_restricted"
    assert moves["close"]["asks"] == ["disposition", "feedback"]

    body = {"user": str(focal_point.pk), "declaration": "none", "focal_point": True}
    assert api(lead).post(url(case, "assignments"), body).status_code == 201
    actions.apply(case=case, name="start_investigation", by=lead)
    told = api(lead).get(url(case, "transitions")).json()
    assert [move["name"] for move in told["history"]] == ["start_investigation"]


def test_allegation_is_added(api, opened, reviewer, provision):
    case, client = opened(), api(reviewer)
    body = {
        "type": "assault",
        "provision": provision.slug,
        "perpetrator": {"affiliation": "mission_personnel", "contingent": "KE"},
    }

    added = client.post(url(case, "allegations"), body)

    assert added.status_code == 201
    assert added.json()["perpetrator"]["person"] == 1
    assert added.json()["provision"] == provision.slug
    again = body | {"type": "torture", "perpetrator": {"person": 1}}
    assert client.post(url(case, "allegations"), again).json()["perpetrator"]["contingent"] == "KE"
    assert len(client.get(url(case, "allegations")).json()) == 2


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"type": "x"}, "/type"),
        ({"provision": "x"}, "/provision"),
        ({"perpetrator": {"contingent": "XX"}}, "/perpetrator/contingent"),
        ({"perpetrator": {"affiliation": "x"}}, "/perpetrator/affiliation"),
        ({"perpetrator": {"person": 9}}, "/perpetrator/person"),
        ({"perpetrator": "me"}, "/perpetrator"),
    ],
)
def test_mistake_in_an_allegation_is_pointed_at(api, opened, reviewer, change, pointer):
    answer = api(reviewer).post(url(opened(), "allegations"), {"type": "assault"} | change)

    assert (answer.status_code, pointers(answer)) == (400, [pointer])


def finding_body(case, **changes):
    return {
        "outcome": "substantiated",
        "standard_of_proof": "balance_of_probabilities",
        "reasoning": "Two accounts agree.",
        "sources": [str(link.report_id) for link in case.links.all()],
    } | changes


def test_finding_is_proposed_and_adopted_by_another(
    api, investigated, alleged, reviewer, other_reviewer, focal_point
):
    case = investigated(by=reviewer)
    address = f"/api/v1/allegations/{alleged(case, reviewer).pk}/findings/"

    missing = api(reviewer).post(address, finding_body(case, sources=[]))
    assert (missing.status_code, pointers(missing)) == (400, ["/sources"])
    proposed = api(reviewer).post(address, finding_body(case))
    assert (proposed.status_code, proposed.json()["status"]) == (201, "proposed")

    decide = f"/api/v1/findings/{proposed.json()['id']}/adopt/"
    assert api(reviewer).post(decide).status_code == 403
    assert api(focal_point).post(decide).status_code == 404
    adopted = api(other_reviewer).post(decide)
    assert (adopted.status_code, adopted.json()["status"]) == (200, "adopted")
    assert api(other_reviewer).post(decide).status_code == 409
    assert len(api(reviewer).get(address).json()) == 1


def test_finding_before_the_investigation_is_a_conflict(api, opened, alleged, reviewer):
    case = opened()
    address = f"/api/v1/allegations/{alleged(case, reviewer).pk}/findings/"

    assert api(reviewer).post(address, finding_body(case)).status_code == 409


def test_note_is_kept_for_colleagues(api, opened, reviewer, other_reviewer):
    case = opened()

    assert api(reviewer).post(url(case, "notes"), {"text": "call back"}).status_code == 201
    told = api(other_reviewer).get(url(case, "notes")).json()
    assert [(note["text"], note["by"]["name"]) for note in told] == [("call back", "reviewer")]


def test_colleague_is_put_on_and_taken_off(api, opened, reviewer, other_reviewer):
    case, client = opened(), api(reviewer)
    body = {"user": str(other_reviewer.pk), "declaration": "nothing binds me"}

    assert client.post(url(case, "assignments"), body).status_code == 201
    one = url(case, "assignments", str(other_reviewer.pk))
    assert client.delete(one).status_code == 428
    tag = client.get(url(case))["ETag"]
    assert client.delete(one, headers={"If-Match": tag}).status_code == 204
    told = client.get(url(case, "assignments")).json()
    assert [row["user"]["name"] for row in told["results"]] == ["reviewer"]
    assert "other_reviewer" in [person["name"] for person in told["candidates"]]


@pytest.mark.django_db(transaction=True)
def test_two_transitions_with_one_tag_make_one_move(api, opened, reviewer):
    case = opened()
    tag = api(reviewer).get(url(case))["ETag"]
    clients, answers = [api(reviewer), api(reviewer)], []
    barrier = threading.Barrier(2)

    def move(client):
        barrier.wait()
        body = {"name": "start_investigation"}
        answer = client.post(url(case, "transitions"), body, headers={"If-Match": tag})
        answers.append(answer.status_code)
        connection.close()

    threads = [threading.Thread(target=move, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200, 412]
