"""A leaver's work: who sees it, and who takes it over."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.casework import actions as casework
from cases.reports.actions import assign as give_report
from cases.reports.models import Report
from cases.summaries.actions import prepare
from oversight.accounts.actions import grant_role, revoke_grant
from oversight.audit.models import Event
from oversight.deadlines.models import Notice
from oversight.subjects.columns import left_behind
from tests.cases.desk.leaving import WHY, page_of, people_on, words

pytestmark = pytest.mark.django_db


def test_a_suspended_persons_work_goes_to_others_record_by_record(
    client_of, opened, report, reviewer, other_reviewer, lead, leave
):
    first, second = opened(), opened()
    waiting, queued = report(), report()
    for row in (waiting, queued):
        give_report(report=row, user=reviewer, by=lead)
    leave(reviewer)
    browser = client_of(lead)
    assert "4 records wait for somebody else." in words(browser.get("/desk/"))

    sent = {
        f"to-cases-{first.pk}": other_reviewer.pk,
        f"declared-cases-{first.pk}": "on",
        f"to-cases-{second.pk}": lead.pk,
        f"declared-cases-{second.pk}": "on",
        f"to-reports-{waiting.pk}": other_reviewer.pk,
        f"to-reports-{queued.pk}": "everybody",
        "reason": WHY,
    }
    answer = browser.post(page_of(reviewer), sent)

    assert answer.status_code == 200
    assert people_on(first) == {other_reviewer: "assigned"}
    assert people_on(second) == {lead: "assigned"}
    assert Report.objects.get(pk=waiting.pk).assigned_to == other_reviewer
    assert Report.objects.get(pk=queued.pk).assigned_to is None
    assert Notice.objects.filter(recipient=other_reviewer, kind="case_assigned").exists()
    assert "Work to hand over" not in words(browser.get("/desk/"))
    told = set(Event.objects.filter(subject_id=str(first.pk)).values_list("type", flat=True))
    assert {"case.assigned", "case.handed_over"} <= told
    assert Event.objects.filter(type="user.work_handed_over", actor_id=str(lead.pk)).count() == 1


def test_one_person_takes_everything(client_of, opened, reviewer, other_reviewer, lead, leave):
    cases = [opened(), opened()]
    leave(reviewer)
    sent = {"to_all": other_reviewer.pk, "declared_all": "on", "reason": WHY}

    answer = client_of(lead).post(page_of(reviewer), sent)

    assert "Nothing that you may see rests on this person any more." in words(answer)
    assert [people_on(case) for case in cases] == [{other_reviewer: "assigned"}] * 2


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"to_all": "somebody", "reason": ""}, "reason"), ({"reason": WHY}, None)],
)
def test_what_is_missing_is_said(client_of, opened, reviewer, lead, leave, sent, field):
    case = opened()
    leave(reviewer)
    answer = client_of(lead).post(page_of(reviewer), sent)
    assert answer.status_code == 400
    assert people_on(case) == {reviewer: "assigned"}


def test_the_page_is_there_for_leads_and_for_nobody_without_cases(
    client_of, everybody, opened, leave, other_reviewer
):
    opened(by=other_reviewer)
    leave(other_reviewer)
    expected = {"lead": 200, "reviewer": 200, "focal_point": 404}
    for name, user in everybody.items():
        answer = client_of(user).get(page_of(other_reviewer))
        assert answer.status_code == expected.get(name, 404), name
    assert Client().get(page_of(other_reviewer)).status_code == 302
    unknown = reverse("subjects:hand_over", args=[uuid.UUID(int=1)])
    assert client_of(everybody["lead"]).get(unknown).status_code == 404


def test_an_administrator_sees_rounded_numbers_and_nothing_of_the_records(
    client_of, opened, reviewer, administrator, leave
):
    case = opened()
    leave(reviewer)
    page = reverse("admin:oversight_user_change", args=[reviewer.pk])
    text = words(client_of(administrator).get(page))
    assert "Cases: fewer than 5" in text
    assert "Reports to decide: none" in text
    for secret in (case.reference, case.title, page_of(reviewer), str(case.pk)):
        assert secret not in text
    for _ in range(4):
        opened()
    assert "Cases: 5" in words(client_of(administrator).get(page))


def test_nothing_is_said_about_the_work_of_who_is_still_here(
    client_of, opened, reviewer, administrator
):
    opened()
    page = reverse("admin:oversight_user_change", args=[reviewer.pk])
    assert "Work that rests on this person" not in words(client_of(administrator).get(page))


def test_who_lost_the_role_leaves_work_behind_too(opened, reviewer, lead, administrator):
    opened()
    assert left_behind(lead) == []
    revoke_grant(grant=reviewer.grants.get(), by=administrator, reason=WHY)
    assert [row["title"] for row in left_behind(lead)] == [reviewer.name]
    grant_role(user=reviewer, role="reviewer", by=None)
    assert left_behind(lead) == []


def test_somebody_who_goes_on_leave_hands_over_themselves(
    client_of, opened, reviewer, other_reviewer
):
    case = opened()
    sent = {"to_all": other_reviewer.pk, "declared_all": "on", "reason": "on leave"}
    assert client_of(reviewer).post(page_of(reviewer), sent).status_code == 200
    assert people_on(case) == {other_reviewer: "assigned"}


def test_what_stays_where_it_is_is_said(client_of, opened, reviewer, lead, lead2, leave):
    from datetime import date

    opened(by=lead2)
    prepare(cutoff=date(2026, 9, 30), by=lead2)
    leave(lead2)
    text = words(client_of(lead).get(page_of(lead2)))
    assert "Another lead approves the draft or prepares a new one." in text
    assert "Running clocks (1)." in text


def test_closed_cases_stay_with_whom_they_were(opened, reviewer, lead, leave):
    case = opened()
    casework.apply(
        case=case, name="close", by=reviewer, disposition="unfounded", feedback="not_possible"
    )
    leave(reviewer)
    assert left_behind(lead) == []


def test_the_page_takes_as_many_queries_for_much_as_for_little(
    client_of, opened, report, reviewer, lead
):
    browser = client_of(lead)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(page_of(reviewer)).status_code == 200
        return len(captured)

    def more():
        opened()
        give_report(report=report(), user=reviewer, by=lead)

    more()
    queries()
    few = queries()
    for _ in range(3):
        more()
    assert queries() <= few
