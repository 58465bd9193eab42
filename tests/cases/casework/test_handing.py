"""Handing over, asking somebody to take over, and telling colleagues of a note."""

import pytest

from cases.casework import actions
from cases.casework.rules import mentioned
from cases.reports import actions as report_actions
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Notice
from tests.people import make_user

pytestmark = pytest.mark.django_db


def kinds(user):
    return list(Notice.objects.filter(recipient=user).values_list("kind", flat=True))


def team(case):
    rows = case.access.filter(ended_at__isnull=True).exclude(kind="recused")
    return [row.user for row in rows]


def test_case_passes_from_one_to_another_with_a_notice(opened, reviewer, other_reviewer):
    case = opened()
    actions.hand_over(
        case=case, to=other_reviewer, by=reviewer, reason="on leave", declaration=True
    )
    assert team(case) == [other_reviewer]
    assert kinds(other_reviewer) == ["case_assigned"]
    event = Event.objects.about(case).get(type="case.handed_over")
    assert event.changes["user"] == [str(reviewer.pk), str(other_reviewer.pk)]


def test_lead_hands_over_the_case_of_another(opened, reviewer, other_reviewer, lead):
    case = opened()
    actions.hand_over(
        case=case, of=reviewer, to=other_reviewer, by=lead, reason="left", declaration=True
    )
    assert team(case) == [other_reviewer]


def test_hand_over_asks_for_note_declaration_and_another_person(opened, reviewer, other_reviewer):
    case = opened()
    good = {"to": other_reviewer, "reason": "x", "declaration": True}
    for change, pointer in (
        ({"reason": " "}, "/reason"),
        ({"declaration": ""}, "/declaration"),
        ({"to": reviewer}, "/to"),
        ({"of": other_reviewer}, "/of"),
    ):
        with pytest.raises(RuleBroken) as refused:
            actions.hand_over(case=case, by=reviewer, **good | change)
        assert refused.value.pointer == pointer
    assert team(case) == [reviewer]


def test_case_is_handed_to_nobody_who_may_not_work_on_it(opened, reviewer, monitor, lead, kenya):
    case = opened()
    kenyan = make_user("kenyan@office.example", "reviewer", state="KE")
    recused = make_user("kin@office.example", "reviewer")
    actions.recuse(case=case, user=recused, by=lead, reason="kin")
    actions.add_allegation(
        case=case,
        type="assault",
        affiliation="mission_personnel",
        contingent=kenya,
        by=reviewer,
        reason="x",
    )
    for wrong in (monitor, kenyan, recused):
        with pytest.raises(RuleBroken) as refused:
            actions.hand_over(case=case, to=wrong, by=reviewer, reason="x", declaration=True)
        assert refused.value.pointer == "/to"
    assert team(case) == [reviewer]


def test_focal_point_hands_over_to_a_focal_point_only(opened, focal_point, reviewer):
    case = opened(by=focal_point, types=["rape"])
    second = make_user("focal2@office.example", "focal_point")
    with pytest.raises(RuleBroken):
        actions.hand_over(case=case, to=reviewer, by=focal_point, reason="x", declaration=True)
    actions.hand_over(case=case, to=second, by=focal_point, reason="x", declaration=True)
    assert case.access.get(ended_at__isnull=True).kind == "focal_point"
    assert team(case) == [second]


def test_stranger_hands_nothing_over(opened, focal_point, monitor, other_reviewer):
    case = opened()
    for person in (focal_point, monitor):
        with pytest.raises(NotPermitted):
            actions.hand_over(case=case, to=other_reviewer, by=person, reason="x", declaration=True)


def test_report_is_handed_over_once_somebody_has_it(report, reviewer, other_reviewer, monitor):
    told = report()
    with pytest.raises(Conflict):
        actions.hand_over(report=told, to=other_reviewer, by=reviewer, reason="x")
    report_actions.assign(report=told, user=reviewer, by=reviewer)
    with pytest.raises(RuleBroken):
        actions.hand_over(report=told, to=monitor, by=reviewer, reason="x")
    with pytest.raises(RuleBroken):
        actions.hand_over(report=told, to=other_reviewer, by=reviewer, reason="")
    after = actions.hand_over(report=told, to=other_reviewer, by=reviewer, reason="on leave")
    assert after.assigned_to == other_reviewer
    assert kinds(other_reviewer) == ["report_given"]


def test_asking_moves_nothing_and_tells_the_person(opened, report, reviewer, other_reviewer):
    case, told = opened(), report()
    actions.ask_to_take(case=case, to=other_reviewer, by=reviewer, reason="too much")
    actions.ask_to_take(report=told, to=other_reviewer, by=reviewer, reason="too much")
    told.refresh_from_db()
    assert told.assigned_to is None
    assert team(case) == [reviewer]
    assert kinds(other_reviewer) == ["asked_to_take"] * 2


def test_nobody_is_asked_to_take_what_they_do_not_see(opened, focal_point, reviewer):
    guarded = opened(by=focal_point, types=["rape"])
    with pytest.raises(RuleBroken) as refused:
        actions.ask_to_take(case=guarded, to=reviewer, by=focal_point, reason="x")
    assert refused.value.code == "cannot_see"
    assert kinds(reviewer) == []


def test_told_of_a_note_are_those_who_see_the_case(opened, reviewer, other_reviewer):
    case = opened()
    note = actions.add_note(case=case, by=reviewer, text="Look.", told=[other_reviewer])
    assert list(note.told.all()) == [other_reviewer]
    assert kinds(other_reviewer) == ["mentioned"]


def test_who_does_not_see_the_case_cannot_be_told(opened, lead, reviewer, focal_point, monitor):
    case = opened(by=lead)
    actions.recuse(case=case, user=reviewer, by=lead, reason="kin")
    for hidden in (reviewer, focal_point, monitor):
        with pytest.raises(RuleBroken) as refused:
            actions.add_note(case=case, by=lead, text="Look.", told=[hidden])
        assert refused.value.pointer == "/told/0"
        assert "mentioned" not in kinds(hidden)
    assert not case.notes.exists()


def test_name_after_an_at_sign_is_a_mention():
    names = {"1": "Marie Joseph", "2": "Ana", "3": "Anaïs", "4": "Jan", "5": "jan"}
    assert mentioned("@marie joseph, gade.", names) == {"1"}
    assert mentioned("@Anaïs", names) == {"3"}
    assert mentioned("a@Ana @Jan Ana", names) == set()
