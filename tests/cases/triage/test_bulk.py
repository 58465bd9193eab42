"""One decision for many: the exact number first, then a row of result for each."""

import pytest

from cases.casework.models import Case
from cases.reports import actions
from cases.reports.models import Report

BULK = "/admin/cases/report/bulk/"


def test_choosing_shows_the_number_and_does_nothing(client_of, reviewer, report):
    rows = [report(), report()]
    answer = client_of(reviewer).post(f"{BULK}accept/", {"selected": [row.pk for row in rows]})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "2 lines chosen." in text
    assert "Accept (2)" in text
    assert set(Report.objects.values_list("status", flat=True)) == {"submitted"}


def test_each_row_has_its_own_result(client_of, reviewer, report):
    good, own, done = report(), report(by=reviewer), report()
    actions.accept(report=done, by=reviewer, reason="")
    data = {"selected": [row.pk for row in (good, own, done)], "confirmed": "1"}
    text = client_of(reviewer).post(f"{BULK}accept/", data).content.decode()
    assert "Done for 1 of 3." in text
    assert "You filed this report" in text
    assert "that is not possible now" in text
    good.refresh_from_db()
    own.refresh_from_db()
    assert (good.status, own.status) == ("accepted", "submitted")


def test_what_was_typed_stays_when_the_form_is_wrong(client_of, reviewer, report):
    data = {"selected": [report().pk], "confirmed": "1", "message": "Kept words"}
    answer = client_of(reviewer).post(f"{BULK}decline/", data)
    assert answer.status_code == 400
    assert "Kept words" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("decline", {"code": "other", "reason": "r", "message": "m"}, "declined"),
        ("ask", {"message": "Which day?"}, "needs_information"),
    ],
)
def test_decision_reaches_all(client_of, reviewer, report, name, data, status):
    rows = [report(), report()]
    data |= {"selected": [row.pk for row in rows], "confirmed": "1"}
    client_of(reviewer).post(f"{BULK}{name}/", data)
    assert set(Report.objects.values_list("status", flat=True)) == {status}


def test_many_are_given_to_one_person(client_of, reviewer, other_reviewer, report):
    data = {"selected": [report().pk, report().pk], "confirmed": "1", "user": other_reviewer.pk}
    client_of(reviewer).post(f"{BULK}assign/", data)
    assert Report.objects.assigned_to(other_reviewer).count() == 2


def test_one_case_takes_all_or_none(client_of, reviewer, report):
    rows = [report(), report()]
    data = {
        "selected": [row.pk for row in rows],
        "confirmed": "1",
        "title": "Market",
        "severity": "moderate",
        "declaration": "on",
    }
    client = client_of(reviewer)
    text = client.post(f"{BULK}open_case/", data).content.decode()
    case = Case.objects.get()
    assert case.links.count() == 2
    assert str(case.pk) in text
    # One of them has a case now: the second time nothing is opened, and the words stay.
    data["selected"] = [rows[0].pk, report().pk]
    again = client.post(f"{BULK}open_case/", data)
    assert again.status_code == 409
    assert "in a case already" in again.content.decode()
    assert Case.objects.count() == 1


def test_whole_list_is_what_the_filters_leave(client_of, reviewer, report):
    report(), report(), report(place="HT0211")
    data = {"everything": "1", "query": "?tab=waiting&department=HT01"}
    text = client_of(reviewer).post(f"{BULK}accept/", data).content.decode()
    assert "2 lines chosen." in text


def test_past_the_cap_nothing_happens(client_of, reviewer, report, monkeypatch):
    monkeypatch.setattr("cases.triage.admin.bulk.BULK_CAP", 1)
    monkeypatch.setattr("cases.triage.admin.bulk.JOB_CAP", 1)
    for chosen in ({"selected": [report().pk, report().pk]}, {"everything": "1", "query": ""}):
        answer = client_of(reviewer).post(f"{BULK}accept/", chosen | {"confirmed": "1"})
        assert answer.status_code == 400
        assert "No more than 1 at once" in answer.content.decode()
    assert set(Report.objects.values_list("status", flat=True)) == {"submitted"}


def test_one_case_of_more_than_the_cap_is_refused_though_a_job_could_take_them(
    client_of, reviewer, report, monkeypatch
):
    monkeypatch.setattr("cases.triage.admin.bulk.BULK_CAP", 1)
    report(), report()
    chosen = {"everything": "1", "query": "?tab=waiting"}
    answer = client_of(reviewer).post(f"{BULK}open_case/", chosen)
    assert answer.status_code == 400
    assert "No more than 1 at once" in answer.content.decode()


@pytest.mark.parametrize("chosen", [[], ["not-an-id"], ["00000000-0000-0000-0000-000000000000"]])
def test_nothing_chosen_is_said(client_of, reviewer, chosen):
    answer = client_of(reviewer).post(f"{BULK}accept/", {"selected": chosen})
    assert answer.status_code == 400
    assert "Choose at least one line" in answer.content.decode()


def test_bulk_is_post_only_and_known_by_name(client_of, reviewer, auditor, report):
    assert client_of(reviewer).get(f"{BULK}accept/").status_code == 405
    assert client_of(reviewer).post(f"{BULK}delete/").status_code == 404
    assert client_of(auditor).post(f"{BULK}accept/").status_code == 403


def test_person_is_put_on_many_cases(client_of, reviewer, other_reviewer, opened):
    cases = [opened(), opened()]
    data = {
        "selected": [case.pk for case in cases],
        "confirmed": "1",
        "user": other_reviewer.pk,
        "declaration": "on",
    }
    text = client_of(reviewer).post("/admin/cases/case/bulk/assign/", data).content.decode()
    assert "Done for 2 of 2." in text
    assert Case.objects.assigned_to(other_reviewer).count() == 2


def test_grave_reports_are_only_proposed_for_declining(client_of, focal_point, report):
    row = report(types=["rape"])
    data = {"selected": [row.pk], "confirmed": "1", "code": "other", "reason": "r"}
    text = client_of(focal_point).post(f"{BULK}decline/", data).content.decode()
    assert "Proposed only" in text
    row.refresh_from_db()
    assert row.status == "submitted"


@pytest.mark.parametrize(
    "value", ["track=retired", "assigned=00000000-0000-0000-0000-000000000000"]
)
def test_filter_that_is_not_understood_chooses_and_exports_nothing(
    client_of, reviewer, report, value
):
    report()
    client, query = client_of(reviewer), f"?tab=all&{value}"
    answer = client.post(f"{BULK}accept/", {"everything": "1", "query": query})
    assert answer.status_code == 400
    asked = {"format": "csv", "reason": "monthly meeting"}
    assert client.post(f"/admin/cases/report/take-out/{query}", asked).status_code == 400
