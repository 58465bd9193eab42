import pytest

from cases.reports.actions import (
    accept,
    amend,
    answer,
    ask,
    assign,
    decline,
    file_report,
    mark_duplicate,
    reopen,
)
from cases.reports.models import Report, ReportDecision
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from tests.cases.reports.bodies import body
from tests.people import make_user

pytestmark = pytest.mark.django_db


def test_accept_moves_the_report_and_leaves_row_and_event(filed, reviewer):
    report = accept(report=filed(), by=reviewer, reason="Gen ase.", message="Nou pran l.")
    assert (report.status, report.version) == ("accepted", 2)
    row = ReportDecision.objects.get(report=report)
    assert (row.source, row.target, row.by) == ("submitted", "accepted", reviewer)
    assert Event.objects.about(report).filter(type="report.accepted").count() == 1


def test_decline_needs_a_reason(filed, reviewer):
    report = filed()
    with pytest.raises(RuleBroken) as refusal:
        decline(report=report, by=reviewer, reason=" ")
    assert refusal.value.pointer == "/reason"
    assert (
        decline(report=report, by=reviewer, reason="x", code="out_of_mandate").status == "declined"
    )


def test_decline_with_a_code_nobody_knows_is_refused(filed, reviewer):
    with pytest.raises(RuleBroken) as refusal:
        decline(report=filed(), by=reviewer, reason="x", code="bored")
    assert refusal.value.pointer == "/code"


def test_nobody_decides_on_their_own_report(filed, reviewer):
    with pytest.raises(NotPermitted) as refusal:
        accept(report=filed(by=reviewer), by=reviewer)
    assert refusal.value.code == "own_report"


@pytest.mark.parametrize(
    "role", ["monitor", "other_monitor", "ngo", "auditor", "administrator", "outsider"]
)
def test_who_does_not_triage_is_refused(filed, role, request):
    with pytest.raises(NotPermitted):
        accept(report=filed(), by=request.getfixturevalue(role))


def test_restricted_report_is_decided_by_its_focal_point_only(filed, reviewer, focal_point):
    report = filed(types=["rape"])
    with pytest.raises(NotPermitted):
        accept(report=report, by=reviewer)
    assert accept(report=report, by=focal_point).status == "accepted"


def test_reach_of_a_department_ends_at_its_border(filed):
    west = make_user("west@office.example", "reviewer", scope=("department", "HT01"))
    north = make_user("north@office.example", "reviewer", scope=("department", "HT03"))
    report = filed()
    with pytest.raises(NotPermitted):
        accept(report=report, by=north)
    assert accept(report=report, by=west).status == "accepted"


def test_person_of_the_accused_state_is_kept_out(filed):
    kenyan = make_user("k@office.example", "reviewer", state="KE")
    report = filed(persons=[{"role": "perpetrator", "contingent": "KE"}])
    with pytest.raises(NotPermitted):
        accept(report=report, by=kenyan)


@pytest.mark.parametrize("types", [["torture"], ["death_in_custody"]])
def test_grave_report_is_declined_by_two(filed, reviewer, other_reviewer, types):
    report = filed(types=types)
    assert decline(report=report, by=reviewer, reason="Pa klè.", code="other").status == "submitted"
    with pytest.raises(Conflict) as refusal:
        decline(report=report, by=reviewer, reason="Ankò.")
    assert refusal.value.code == "second_person"
    assert decline(report=report, by=other_reviewer, reason="Dakò.").status == "declined"
    row = ReportDecision.objects.get(report=report, name="decline")
    assert (row.by, row.seconded_by, row.code) == (reviewer, other_reviewer, "other")


def test_other_decision_after_a_proposal_takes_it_back(filed, reviewer, other_reviewer, monitor):
    report = filed(types=["torture"])
    decline(report=report, by=reviewer, reason="x")
    ask(report=report, by=reviewer, message="Ki lè?")
    answer(report=report, by=monitor, text="Maten.")
    assert decline(report=report, by=other_reviewer, reason="y").status == "submitted"


def test_question_and_answer_go_there_and_back(filed, reviewer, monitor):
    report = filed()
    with pytest.raises(RuleBroken):
        ask(report=report, by=reviewer, reason="x")
    assert ask(report=report, by=reviewer, message="Ki kote?").status == "needs_information"
    report = answer(report=report, by=monitor, text="Devan legliz la.")
    assert report.status == "submitted"
    addition = report.amendments.get()
    assert addition.answers.message == "Ki kote?" and addition.text == "Devan legliz la."


def test_answer_is_taken_from_the_filer_or_a_decider_only(filed, reviewer, other_monitor):
    report = filed()
    ask(report=report, by=reviewer, message="Ki kote?")
    with pytest.raises(NotPermitted):
        answer(report=report, by=other_monitor, text="Mwen konnen.")
    assert answer(report=report, by=reviewer, text="Li di nan telefòn.").status == "submitted"


def test_answer_without_question_conflicts(filed, monitor):
    with pytest.raises(Conflict):
        answer(report=filed(), by=monitor, text="x")


def test_duplicate_names_a_report_one_may_see(filed, reviewer):
    first, second, hidden = filed(), filed(), filed(types=["rape"])
    for wrong in (None, second, hidden):
        with pytest.raises(RuleBroken):
            mark_duplicate(report=second, by=reviewer, reason="x", duplicate_of=wrong)
    done = mark_duplicate(report=second, by=reviewer, reason="menm", duplicate_of=first)
    assert done.status == "duplicate"
    with pytest.raises(RuleBroken):
        mark_duplicate(report=first, by=reviewer, reason="x", duplicate_of=second)


def test_grave_report_is_not_hidden_as_the_copy_of_a_light_one(filed, lead):
    grave, light = filed(types=["torture"]), filed()
    with pytest.raises(RuleBroken) as refusal:
        mark_duplicate(report=grave, by=lead, reason="x", duplicate_of=light)
    assert refusal.value.code == "less_grave"


def test_reopen_brings_back_what_was_set_aside(filed, reviewer):
    report = decline(report=filed(), by=reviewer, reason="x")
    with pytest.raises(RuleBroken):
        reopen(report=report, by=reviewer)
    assert reopen(report=report, by=reviewer, reason="Nouvo prèv.").status == "submitted"


def test_second_decision_finds_the_state_changed(filed, reviewer, other_reviewer):
    report = filed()
    accept(report=report, by=reviewer)
    with pytest.raises(Conflict):
        decline(report=report, by=other_reviewer, reason="x")


def test_addition_leaves_what_was_filed_alone(filed, monitor, other_monitor):
    report = filed()
    amend(report=report, by=monitor, text="Yon lòt bagay.")
    again = Report.objects.get(pk=report.pk)
    assert again.narrative == report.narrative and again.version == 2
    with pytest.raises(NotPermitted):
        amend(report=report, by=other_monitor, text="x")
    with pytest.raises(RuleBroken):
        amend(report=report, by=monitor, text="a\x00")


def test_assigning_opens_nothing(filed, lead, reviewer, monitor):
    report = filed(types=["rape"])
    for wrong in (reviewer, monitor):
        with pytest.raises(RuleBroken):
            assign(report=report, user=wrong, by=lead)
    assert assign(report=filed(), user=reviewer, by=lead).assigned_to == reviewer


@pytest.mark.parametrize(
    ("text", "found"),
    [("frape", 1), ("FRAPE lari", 1), ("pòtoprens", 1), ("potoprens", 1), ("anyen", 0), ("-", 0)],
)
def test_search_forgives_accents(filed, reviewer, text, found):
    filed(place_as_told="Pòtoprens")
    assert Report.objects.triable_by(reviewer).search(text).count() == found


def test_search_finds_a_reference_and_uses_its_index(filed, reviewer):
    report = filed()
    assert Report.objects.search(report.reference.lower()).get() == report
    plan = Report.objects.search("frape").order_by().explain()
    assert "tsvector" in plan.lower() or "report_words" in plan


def test_replay_after_a_decision_adds_nothing(monitor, reviewer):
    report, _ = file_report(by=monitor, data=body(), channel="api")
    accept(report=report, by=reviewer)
    again, created = file_report(by=monitor, data=body(), channel="api", id=report.pk)
    assert not created and again.status == "accepted"
