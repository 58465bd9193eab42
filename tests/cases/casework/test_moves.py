"""Moving a case for real: rows, events, clocks, refusals."""

import pytest

from cases.casework import actions
from cases.casework.models import Case, CaseTransition
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Deadline

ENDING = {"disposition": "substantiated", "feedback": "given"}


def clocks(case):
    return {
        (clock.clock, clock.paused_at is not None)
        for clock in Deadline.objects.of_subject(case).running()
    }


def move(case, by, *names, **said):
    for name in names:
        case = actions.apply(case=case, name=name, by=by, **said)
    return case


def test_move_writes_row_event_and_version(opened, reviewer):
    case = opened()

    moved = move(case, reviewer, "start_investigation", reason="It would be a breach.")

    row = CaseTransition.objects.get(case=case)
    assert (row.name, row.source, row.target, row.reason) == (
        "start_investigation",
        "assessment",
        "investigation",
        "It would be a breach.",
    )
    assert moved.version == case.version + 1
    assert Event.objects.about(case).filter(type="case.investigation_started").exists()


def test_clocks_follow_the_case(opened, reviewer):
    case = opened()
    assert clocks(case) == {("case_assessment", False)}

    case = move(case, reviewer, "start_investigation")
    assert clocks(case) == {("case_investigation", False)}

    case = move(case, reviewer, "await_state")
    assert clocks(case) == {("case_investigation", True), ("state_response", False)}

    case = move(case, reviewer, "suspend", reason="unsafe")
    assert clocks(case) == {("case_investigation", True), ("state_response", True)}

    case = move(case, reviewer, "resume")
    assert clocks(case) == {("case_investigation", True), ("state_response", False)}

    case = move(case, reviewer, "state_answered")
    assert clocks(case) == {("case_investigation", False)}

    move(case, reviewer, "refer_out", reason="theirs")
    assert clocks(case) == set()


def test_suspended_case_resumes_where_it_was(opened, reviewer):
    case = move(opened(), reviewer, "start_investigation")

    case = move(case, reviewer, "suspend", reason="unsafe")
    assert (case.status, case.held_status) == ("suspended", "investigation")

    case = move(case, reviewer, "resume")
    assert (case.status, case.held_status) == ("investigation", "")


def test_whole_way_to_closed_and_open_again(investigated, proposed, reviewer, lead):
    case = investigated(by=reviewer)
    finding = proposed(case, reviewer)
    case = move(case, reviewer, "begin_decision")
    with pytest.raises(RuleBroken):
        move(case, reviewer, "begin_follow_up")
    actions.adopt(finding=finding, by=lead)
    case = move(case, reviewer, "begin_follow_up")

    case = move(case, reviewer, "close", **ENDING)
    assert case.status == "closed"
    assert case.closed_at
    assert clocks(case) == set()

    case = move(case, lead, "reopen", reason="A new witness came.")
    assert (case.status, case.closed_at, case.disposition) == ("investigation", None, "")


@pytest.mark.parametrize(
    ("said", "code", "pointer"),
    [
        ({"feedback": "given"}, "has_disposition", "/disposition"),
        ({"disposition": "unfounded"}, "has_feedback_decision", "/feedback"),
        ({"disposition": "nice", "feedback": "given"}, "unknown_code", "/disposition"),
        ({"disposition": "unfounded", "feedback": "maybe"}, "unknown_code", "/feedback"),
    ],
)
def test_closing_needs_disposition_and_feedback(opened, reviewer, said, code, pointer):
    with pytest.raises(RuleBroken) as refused:
        move(opened(), reviewer, "close", **said)

    assert (refused.value.code, refused.value.pointer) == (code, pointer)


def test_restricted_case_waits_for_its_focal_point(opened, lead, focal_point):
    case = opened(by=lead, track="sea")
    with pytest.raises(RuleBroken) as refused:
        move(case, lead, "start_investigation")
    assert refused.value.code == "has_focal_point_when_restricted"

    actions.name_focal_point(case=case, user=focal_point, by=lead, declaration=True)

    assert move(case, lead, "start_investigation").status == "investigation"


def test_move_that_does_not_fit_the_state_is_a_conflict(opened, reviewer):
    with pytest.raises(Conflict):
        move(opened(), reviewer, "begin_follow_up")


def test_unknown_move_is_named(opened, reviewer):
    with pytest.raises(RuleBroken) as refused:
        move(opened(), reviewer, "abracadabra")

    assert refused.value.pointer == "/name"


@pytest.mark.parametrize(
    "role", ["monitor", "focal_point", "ngo", "auditor", "administrator", "outsider"]
)
def test_only_who_works_in_the_track_moves_a_case(opened, everybody, role):
    case = opened()

    with pytest.raises(NotPermitted):
        move(case, everybody[role], "start_investigation")

    assert Case.objects.get(pk=case.pk).status == "assessment"


def test_recused_person_moves_nothing(opened, reviewer, other_reviewer):
    case = opened()
    actions.recuse(case=case, user=other_reviewer, by=other_reviewer, reason="a cousin")

    with pytest.raises(NotPermitted):
        move(case, other_reviewer, "start_investigation")


def test_moves_for_tells_what_stands_in_the_way(opened, lead, focal_point, auditor):
    case = opened(by=lead, track="sea")

    moves = {m.transition.name: m for m in actions.moves_for(case=case, by=lead)}

    assert not moves["start_investigation"].is_possible
    assert moves["close"].is_possible
    assert actions.moves_for(case=case, by=auditor) == ()
