"""A leaver's work: who sees it, who takes it over, and what the guards refuse."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.casework import actions as casework
from cases.casework.actions import hand_over
from cases.reports.actions import assign as give_report
from cases.reports.models import Report
from cases.summaries.actions import prepare
from oversight.accounts.actions import grant_role, revoke_grant, suspend_user
from oversight.accounts.models import User
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, RuleBroken
from oversight.deadlines.models import Notice
from oversight.subjects.columns import left_behind
from tests.people import make_user

pytestmark = pytest.mark.django_db
WHY = "left the office"


def page_of(person):
    return reverse("subjects:hand_over", args=[person.pk])


def people_on(case):
    rows = case.access.filter(ended_at__isnull=True).exclude(kind="recused")
    return {row.user: row.kind for row in rows.select_related("user")}


def words(answer):
    return answer.content.decode()


@pytest.fixture
def leave(administrator):
    """Suspends somebody; gives the person as they are then."""

    def suspend(person):
        suspend_user(user=person, by=administrator, reason=WHY)
        return User.objects.get(pk=person.pk)

    return suspend


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


def test_nothing_moves_without_a_declaration(
    client_of, opened, reviewer, other_reviewer, lead, leave
):
    case = opened()
    leave(reviewer)

    answer = client_of(lead).post(page_of(reviewer), {"to_all": other_reviewer.pk, "reason": WHY})

    assert "A declaration on conflicts of interest is needed." in words(answer)
    assert people_on(case) == {reviewer: "assigned"}
    assert not Event.objects.filter(type="user.work_handed_over").exists()


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


def test_one_refusal_does_not_hold_up_the_rest(
    client_of, opened, reviewer, other_reviewer, lead, leave
):
    recused, fine = opened(), opened()
    casework.recuse(case=recused, user=other_reviewer, by=lead, reason="a cousin")
    leave(reviewer)
    sent = {"to_all": other_reviewer.pk, "declared_all": "on", "reason": WHY}

    text = words(client_of(lead).post(page_of(reviewer), sent))

    assert "This person takes no part in the case." in text
    assert people_on(recused) == {reviewer: "assigned"}
    assert people_on(fine) == {other_reviewer: "assigned"}


def test_who_serves_the_accused_state_or_takes_no_part_is_not_offered(
    client_of, opened, alleged, reviewer, other_reviewer, lead, kenya, leave
):
    case = opened()
    alleged(case, reviewer, affiliation="mission_personnel", contingent=kenya)
    kenyan = make_user("kenyan@office.example", "reviewer", state="KE")
    casework.recuse(case=case, user=other_reviewer, by=lead, reason="a cousin")
    leave(reviewer)
    browser = client_of(lead)
    text = words(browser.get(page_of(reviewer)))
    assert str(kenyan.pk) not in text
    assert str(other_reviewer.pk) not in text
    sent = {f"to-cases-{case.pk}": kenyan.pk, f"declared-cases-{case.pk}": "on", "reason": WHY}
    assert browser.post(page_of(reviewer), sent).status_code == 400
    with pytest.raises(RuleBroken):
        hand_over(case=case, of=reviewer, to=kenyan, by=lead, reason=WHY, declaration=True)
    assert people_on(case) == {reviewer: "assigned"}


def test_a_focal_point_is_followed_by_a_focal_point(
    client_of, opened, focal_point, reviewer, lead, leave
):
    second = make_user("second@office.example", "focal_point")
    case = opened(by=focal_point, types=["rape"])
    assert people_on(case) == {focal_point: "focal_point"}
    leave(focal_point)
    browser = client_of(lead)
    text = words(browser.get(page_of(focal_point)))
    assert str(second.pk) in text
    assert str(reviewer.pk) not in text
    with pytest.raises(RuleBroken) as refused:
        hand_over(case=case, of=focal_point, to=reviewer, by=lead, reason=WHY, declaration=True)
    assert refused.value.code == "not_a_focal_point"
    sent = {f"to-cases-{case.pk}": second.pk, f"declared-cases-{case.pk}": "on", "reason": WHY}
    browser.post(page_of(focal_point), sent)
    assert people_on(case) == {second: "focal_point"}


def test_restricted_work_is_not_there_for_who_may_not_see_it(
    client_of, opened, focal_point, reviewer, leave
):
    case = opened(by=focal_point, types=["rape"])
    leave(focal_point)
    browser = client_of(reviewer)
    assert browser.get(page_of(focal_point)).status_code == 404
    assert browser.post(page_of(focal_point), {"to_all": reviewer.pk}).status_code == 404
    assert focal_point.name not in words(browser.get("/desk/"))
    assert left_behind(reviewer) == []
    assert people_on(case) == {focal_point: "focal_point"}


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


def test_what_was_handed_over_already_is_refused(opened, reviewer, other_reviewer, lead):
    case = opened()
    given = {"case": case, "of": reviewer, "by": lead, "reason": WHY, "declaration": True}
    hand_over(**given, to=other_reviewer)
    with pytest.raises(Conflict):
        hand_over(**given, to=lead)
    with pytest.raises(RuleBroken):
        hand_over(**given | {"of": other_reviewer}, to=other_reviewer)
    assert people_on(case) == {other_reviewer: "assigned"}


def test_a_colleague_on_the_case_only_sees_the_other_go(
    opened, reviewer, other_reviewer, lead, leave
):
    case = opened()
    casework.assign(case=case, user=other_reviewer, by=lead, declaration=True)
    given = {"case": case, "by": lead, "reason": WHY, "declaration": ""}
    hand_over(**given, of=reviewer, to=other_reviewer)
    assert people_on(case) == {other_reviewer: "assigned"}
    casework.assign(case=case, user=reviewer, by=lead, declaration=True)
    gone = leave(other_reviewer)
    with pytest.raises(RuleBroken) as refused:
        hand_over(**given, of=reviewer, to=gone)
    assert refused.value.code == "cannot_work_on_cases"


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


@pytest.mark.django_db(transaction=True)
def test_two_leads_at_once_hand_a_case_over_once(opened, reviewer, other_reviewer, lead, lead2):
    case = opened()

    def pass_on(pair):
        by, to = pair
        try:
            hand_over(case=case, of=reviewer, to=to, by=by, reason=WHY, declaration=True)
        except RuleBroken as broken:
            return broken.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(pass_on, [(lead, other_reviewer), (lead2, lead2)]))
    assert said == ["done", "not_assigned"]
    assert reviewer not in people_on(case)
    assert len(people_on(case)) == 1
