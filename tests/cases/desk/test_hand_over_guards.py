"""What the guards of assignment refuse when work is handed over."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from cases.casework import actions as casework
from cases.casework.actions import hand_over
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, RuleBroken
from oversight.subjects.columns import left_behind
from tests.cases.desk.leaving import WHY, page_of, people_on, words
from tests.people import make_user

pytestmark = pytest.mark.django_db


def test_nothing_moves_without_a_declaration(
    client_of, opened, reviewer, other_reviewer, lead, leave
):
    case = opened()
    leave(reviewer)

    answer = client_of(lead).post(page_of(reviewer), {"to_all": other_reviewer.pk, "reason": WHY})

    assert "A declaration on conflicts of interest is needed." in words(answer)
    assert people_on(case) == {reviewer: "assigned"}
    assert not Event.objects.filter(type="user.work_handed_over").exists()


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
