"""What is sent about cases and releases: unknown fields and wrong types are said plainly."""

import json

import pytest

from cases.casework.models import Case

pytestmark = pytest.mark.django_db
CASES = "/api/v1/cases/"


def url(case, *more):
    return CASES + "/".join([str(case.pk), *more, ""])


def told_by(answer):
    assert answer.status_code == 400, answer.content
    return [(e["pointer"], e["detail"]) for e in answer.json()["errors"]]


def test_unknown_field_is_refused_with_everything_else(api, report, reviewer):
    body = {"reports": [str(report().pk)], "title": "", "sevrity": "grave", "a/b~": 1}
    told = dict(told_by(api(reviewer).post(CASES, body)))
    assert set(told) == {"/title", "/sevrity", "/a~1b~0"}
    assert told["/sevrity"] == "There is no field called “sevrity” here."
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("part", "body", "pointer"),
    [
        ("allegations", {"type": "assault", "who": "x"}, "/who"),
        ("allegations", {"type": "assault", "perpetrator": {"name": "x"}}, "/perpetrator/name"),
        ("notes", {"text": "Seen.", "by": "x"}, "/by"),
        ("reports", {"reports": [], "x": 1}, "/x"),
        ("recusals", {"reason": "Kin.", "x": 1}, "/x"),
        ("assignments", {"declaration": "None.", "x": 1}, "/x"),
    ],
)
def test_unknown_field_is_refused_within_a_case(api, opened, lead, part, body, pointer):
    told = told_by(api(lead).post(url(opened(), part), body))
    assert pointer in [found for found, _detail in told]


@pytest.mark.parametrize("collection", ["reports", "cases"])
def test_half_a_sign_in_the_name_of_a_field_is_refused(api, reviewer, collection):
    answer = api(reviewer).post(
        f"/api/v1/{collection}/", '{"\\ud800": 1}', content_type="application/json"
    )
    assert "/?" in [pointer for pointer, _detail in told_by(answer)]


def test_unknown_field_of_a_release_is_refused(api, lead):
    told = told_by(api(lead).post("/api/v1/releases/", {"cutoff": "2026-09-30", "x": 1}))
    assert [pointer for pointer, _detail in told] == ["/x"]


@pytest.mark.parametrize("code", ["zz", "a\x00", "\x00", "\ud800", "x" * 5000])
def test_code_that_does_not_exist_is_named(api, opened, reviewer, code):
    address = url(opened(), "allegations")
    body = {"type": "assault", "provision": code, "perpetrator": {"contingent": code}}
    # Half a sign can be written in JSON only as an escape.
    answer = api(reviewer).post(address, json.dumps(body), content_type="application/json")
    told = dict(told_by(answer))
    clean = code[:60].strip("\x00\ud800")
    assert told == {
        "/provision": f"There is no provision with the code “{clean}”.",
        "/perpetrator/contingent": f"There is no contingent from the State “{clean}”.",
    }


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        ({"type": []}, "/type", "Write this as text."),
        ({"type": "assault", "provision": 7}, "/provision", "Write this as text."),
        ({"type": "assault", "provision": {}}, "/provision", "Write this as text."),
        (
            {"type": "assault", "perpetrator": []},
            "/perpetrator",
            "Send an object with named fields.",
        ),
        (
            {"type": "assault", "perpetrator": {"person": "x"}},
            "/perpetrator/person",
            "Enter a whole number.",
        ),
        ([], "", "Send an object with named fields."),
        ("x", "", "Send an object with named fields."),
        (None, "", "Send an object with named fields."),
    ],
)
def test_wrong_type_is_said_in_a_sentence(api, opened, reviewer, body, pointer, detail):
    answer = api(reviewer).post(url(opened(), "allegations"), body, format="json")
    if body is None:  # nothing was sent at all
        assert told_by(answer) == [("/type", "This field is required.")]
        return
    assert told_by(answer) == [(pointer, detail)]


def test_list_and_id_of_wrong_type_are_said_in_a_sentence(api, reviewer):
    told = dict(told_by(api(reviewer).post(CASES, {"title": "A", "reports": "x"})))
    assert told == {"/reports": "Send a list."}
    told = dict(told_by(api(reviewer).post(CASES, {"title": "A", "reports": ["x", None]})))
    assert told["/reports/0"].startswith("Send a UUID")


def test_note_of_invisible_signs_is_no_note(api, opened, reviewer):
    told = told_by(api(reviewer).post(url(opened(), "notes"), {"text": "\u200b\u202e"}))
    assert told == [("/text", "This text is needed.")]


def test_any_version_of_what_is_there_may_be_named(api, opened, reviewer):
    case, client = opened(), api(reviewer)
    done = client.patch(url(case), {"title": "B"}, headers={"If-Match": "*"})
    assert (done.status_code, done.json()["title"]) == (200, "B")
    weak = client.patch(url(case), {"title": "C"}, headers={"If-Match": f"W/{done['ETag']}"})
    assert weak.status_code == 412


def test_moves_in_another_language_are_another_answer(api, opened, reviewer):
    case, client = opened(), api(reviewer)
    reviewer.language = ""
    reviewer.save(update_fields=["language"])
    address = url(case, "transitions")
    english = client.get(address, headers={"accept-language": "en"})
    again = {"accept-language": "en", "If-None-Match": english["ETag"]}
    assert client.get(address, headers=again).status_code == 304
    french = client.get(address, headers=again | {"accept-language": "fr"})
    assert french.status_code == 200 and french["ETag"] != english["ETag"]
    assert "Accept-Language" in french["Vary"]
    assert english["ETag"].startswith(f'"{case.pk}.{case.version}.')
    body = {"name": "start_investigation", "reason": "It would be a breach."}
    done = client.post(address, body, headers={"If-Match": french["ETag"]})
    assert done.status_code == 200
    stale = client.post(address, body, headers={"If-Match": french["ETag"]})
    assert stale.status_code == 412
