"""Reports changing their case, and work changing hands, by program."""

import pytest

from cases.casework import actions
from cases.reports import actions as report_actions

pytestmark = pytest.mark.django_db


def at(case, report, what):
    return f"/api/v1/cases/{case.pk}/reports/{report.pk}/{what}/"


def post(client, address, row, body):
    row.refresh_from_db()
    return client.post(
        address, body, format="json", headers={"If-Match": f'"{row.pk}.{row.version}"'}
    )


def test_report_is_moved_with_the_version_of_its_case(api, opened, reviewer):
    one, other = opened(), opened()
    told, client = one.links.get().report, api(reviewer)
    body = {"to": str(other.pk), "reason": "x", "leaves_empty": True}
    address = at(one, told, "move")
    assert client.post(address, body, format="json").status_code == 428
    stale = {"If-Match": f'"{one.pk}.0"'}
    assert client.post(address, body, format="json", headers=stale).status_code == 412
    answer = post(client, address, one, body)
    assert answer.status_code == 200
    assert answer.json()["id"] == str(other.pk)
    assert str(told.pk) in answer.json()["reports"]
    assert str(told.pk) not in client.get(f"/api/v1/cases/{one.pk}/").json()["reports"]
    assert post(client, address, one, body).status_code == 404


def test_refusals_name_their_field(api, opened, reviewer, focal_point):
    one, hidden = opened(), opened(by=focal_point, types=["rape"])
    told, client = one.links.get().report, api(reviewer)
    for body, code in (
        ({"to": str(hidden.pk), "reason": "x"}, "unknown_case"),
        ({"to": str(one.pk), "reason": "x"}, "same_case"),
        ({"to": str(one.pk)}, "required"),
    ):
        answer = post(client, at(one, told, "move"), one, body)
        assert answer.status_code == 400
        assert code in str(answer.json())


@pytest.mark.parametrize("role", ["monitor", "ngo", "auditor", "administrator", "focal_point"])
def test_others_move_nothing(api, opened, everybody, role):
    one = opened()
    told = one.links.get().report
    for what in ("move", "split", "withdrawal"):
        status = post(api(everybody[role]), at(one, told, what), one, {}).status_code
        assert status == (404 if role == "focal_point" else 403)


def test_report_is_split_out_and_taken_back(api, opened, report, reviewer):
    case = opened()
    actions.add_reports(case=case, reports=[report()], by=reviewer)
    first, second = (link.report for link in case.links.all())
    client = api(reviewer)
    body = {"title": "Bridge", "reason": "x"}
    assert post(client, at(case, first, "split"), case, body).status_code == 201
    gone = {"reason": "mistake", "leaves_empty": True}
    assert post(client, at(case, second, "withdrawal"), case, gone).json()["reports"] == []
    second.refresh_from_db()
    assert second.status == "submitted"


def test_case_and_report_are_handed_over(api, opened, report, reviewer, other_reviewer):
    case, told, client = opened(), report(), api(reviewer)
    report_actions.assign(report=told, user=reviewer, by=reviewer)
    body = {"to": str(other_reviewer.pk), "reason": "x"}
    address = f"/api/v1/cases/{case.pk}/hand-over/"
    assert post(client, address, case, body).status_code == 400
    answer = post(client, address, case, body | {"declaration": "none"})
    assert [row["user"]["id"] for row in answer.json()["team"]] == [str(other_reviewer.pk)]
    answer = post(client, f"/api/v1/reports/{told.pk}/hand-over/", told, body)
    assert answer.json()["assigned_to"] == str(other_reviewer.pk)
    wrong = post(client, f"/api/v1/reports/{told.pk}/hand-over/", told, {"to": "x", "reason": "x"})
    assert wrong.status_code == 400


def test_note_tells_colleagues(api, opened, reviewer, other_reviewer, focal_point):
    case, client = opened(), api(reviewer)
    address = f"/api/v1/cases/{case.pk}/notes/"
    body = {"text": "Look.", "told": [str(other_reviewer.pk)]}
    assert client.post(address, body, format="json").json()["told"][0]["name"]
    refused = client.post(address, body | {"told": [str(focal_point.pk)]}, format="json")
    assert refused.status_code == 400


def test_questions_and_proposals_go_by_decision(api, report, reviewer, other_reviewer):
    asked, grave = report(), report(types=["torture"])
    first, second = api(reviewer), api(other_reviewer)

    def decide(client, row, **body):
        return post(client, f"/api/v1/reports/{row.pk}/decisions/", row, body).status_code

    assert decide(first, asked, name="ask", message="Which day?") == 200
    assert decide(first, asked, name="amend_question", message="Which morning?") == 200
    assert decide(first, asked, name="remind") == 409
    assert decide(first, asked, name="withdraw_question", reason="x") == 200
    assert decide(first, grave, name="decline", reason="x") == 200
    assert decide(first, grave, name="refuse_proposal", reason="x") == 409
    assert decide(second, grave, name="refuse_proposal", reason="x") == 200
    grave.refresh_from_db()
    assert grave.status == "submitted"
