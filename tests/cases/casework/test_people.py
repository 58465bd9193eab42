"""Who may be put on a case, and who steps back."""

import pytest

from cases.casework import actions
from cases.casework.models import Case
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Notice
from tests.people import make_user


def test_assigned_person_is_told_and_sees_even_a_restricted_case(opened, lead, reviewer):
    case = opened(by=lead, track="sea")

    actions.assign(case=case, user=reviewer, by=lead, declaration=True)

    assert Case.objects.visible_to(reviewer).get() == case
    assert Notice.objects.filter(recipient=reviewer, kind="case_assigned").exists()


def test_assignment_needs_a_declaration(opened, reviewer, other_reviewer):
    for nothing in ("", "  ", False):
        with pytest.raises(RuleBroken) as refused:
            actions.assign(case=opened(), user=other_reviewer, by=reviewer, declaration=nothing)
        assert refused.value.pointer == "/declaration"


@pytest.mark.parametrize("role", ["monitor", "ngo", "auditor", "administrator", "outsider"])
def test_only_caseworkers_are_assigned(opened, reviewer, everybody, role):
    with pytest.raises(RuleBroken):
        actions.assign(case=opened(), user=everybody[role], by=reviewer, declaration=True)


def test_nobody_is_assigned_twice(opened, reviewer):
    with pytest.raises(Conflict):
        actions.assign(case=opened(), user=reviewer, by=reviewer, declaration=True)


def test_national_of_the_accused_state_is_not_assigned(opened, alleged, reviewer, lead, kenya):
    case = opened()
    alleged(case, reviewer, affiliation="mission_personnel", contingent=kenya)
    kenyan = make_user("kenyan@office.example", "reviewer", state="KE")

    with pytest.raises(RuleBroken) as refused:
        actions.assign(case=case, user=kenyan, by=lead, declaration=True)

    assert refused.value.code == "serves_accused_state"
    assert kenyan not in actions.candidates(case=case)


def test_reviewer_on_a_restricted_case_does_not_widen_the_circle(
    opened, lead, reviewer, other_reviewer
):
    case = opened(by=lead, track="sea")
    actions.assign(case=case, user=reviewer, by=lead, declaration=True)

    with pytest.raises(NotPermitted):
        actions.assign(case=case, user=other_reviewer, by=reviewer, declaration=True)


def test_focal_point_of_the_track_is_named_and_only_such(opened, lead, focal_point, reviewer):
    case = opened(by=lead, track="child")

    with pytest.raises(RuleBroken):
        actions.name_focal_point(case=case, user=reviewer, by=lead, declaration=True)
    actions.assign(case=case, user=focal_point, by=lead, declaration=True)
    actions.name_focal_point(case=case, user=focal_point, by=lead, declaration=True)

    kinds = case.access.filter(user=focal_point, ended_at=None).values_list("kind", flat=True)
    assert list(kinds) == ["focal_point"]


def test_open_track_has_no_focal_point(opened, lead, focal_point):
    with pytest.raises(Conflict):
        actions.name_focal_point(case=opened(), user=focal_point, by=lead, declaration=True)


def test_recused_person_loses_sight_and_is_not_assigned_again(opened, reviewer, lead):
    case = opened()

    actions.recuse(case=case, user=reviewer, by=reviewer, reason="My brother is a witness.")

    assert not Case.objects.visible_to(reviewer).exists()
    with pytest.raises(Conflict):
        actions.assign(case=case, user=reviewer, by=lead, declaration=True)
    with pytest.raises(Conflict):
        actions.unassign(case=case, user=reviewer, by=lead)


def test_unassigned_person_is_off_the_case(opened, reviewer, lead):
    case = opened()

    actions.unassign(case=case, user=reviewer, by=lead)

    assert Case.objects.unassigned().get() == case


def test_candidates_are_caseworkers_not_on_the_case(
    opened, reviewer, other_reviewer, lead, monitor
):
    found = actions.candidates(case=opened())

    assert other_reviewer in found
    assert lead in found
    assert not {reviewer, monitor} & set(found)
