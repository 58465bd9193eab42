"""Reports between cases: moving, splitting out, taking an acceptance back."""

import threading

import pytest
from django.db import connection

from cases.casework import actions
from cases.casework.models import Case, CaseAccess, CaseReport
from cases.reports import actions as report_actions
from cases.reports.models import Report
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Deadline, Message, Notice
from tests.people import make_user

pytestmark = pytest.mark.django_db


def two_in(case, report, by):
    """A second report for the case."""
    second = report()
    actions.add_reports(case=case, reports=[second], by=by)
    return second


def test_report_moves_and_both_cases_keep_it_in_their_history(opened, report, reviewer):
    one, other = opened(), opened()
    second = two_in(one, report, reviewer)

    actions.move_report(case=one, report=second, to=other, by=reviewer, reason="other market")

    links = CaseReport.objects.filter(report=second).order_by("added_at", "pk")
    assert [link.case for link in links] == [one, other]
    assert (links[0].ended_by, links[0].end_reason) == (reviewer, "other market")
    out, into = (set(Event.objects.about(c).values_list("type", flat=True)) for c in (one, other))
    assert "case.report_moved_out" in out
    assert "case.report_added" in into
    assert Event.objects.about(second).filter(type="report.moved").count() == 1


def test_only_report_leaves_only_when_it_is_said(opened, reviewer, other_reviewer):
    one, other = opened(), opened()
    actions.assign(case=one, user=other_reviewer, by=reviewer, declaration=True)
    told = one.links.get().report
    move = {"case": one, "report": told, "to": other, "by": reviewer, "reason": "wrong case"}
    with pytest.raises(RuleBroken) as refused:
        actions.move_report(**move)
    assert refused.value.pointer == "/leaves_empty"

    actions.move_report(**move, leaves_empty=True)

    assert Event.objects.about(one).filter(type="case.left_without_report").exists()
    kinds = Notice.objects.filter(recipient=other_reviewer).values_list("kind", flat=True)
    assert "case_without_report" in kinds


def test_receiving_case_rises_to_the_track_of_the_report(opened, report, lead, reviewer):
    one, other = opened(by=lead, types=["rape"]), opened(by=lead)
    told = one.links.get().report

    moved = actions.move_report(
        case=one, report=told, to=other, by=lead, reason="x", leaves_empty=True
    )

    assert moved.track == "sea"
    assert set(moved.standing_links().values_list("report__track", flat=True)) == {"sea"}
    assert not Case.objects.visible_to(reviewer).exists()


def test_track_of_a_case_is_not_lowered_by_moving_its_report_out(opened, reviewer):
    one, other = opened(track="death"), opened()

    moved = actions.move_report(
        case=one,
        report=one.links.get().report,
        to=other,
        by=reviewer,
        reason="x",
        leaves_empty=True,
    )

    assert moved.track == "death"


def test_taking_back_keeps_the_second_person(opened, reviewer):
    case = opened(track="death")
    told = case.links.get().report
    actions.take_acceptance_back(report=told, by=reviewer, reason="x", leaves_empty=True)
    told = report_actions.decline(report=told, by=reviewer, reason="y")
    assert (told.track, told.status) == ("death", "submitted")


@pytest.mark.parametrize("status", ["closed", "suspended", "referred"])
@pytest.mark.parametrize("which", [0, 1])
def test_resting_case_neither_gives_nor_takes(opened, report, reviewer, status, which):
    cases = opened(), opened()
    second = two_in(cases[0], report, reviewer)
    moves = {"closed": "close", "suspended": "suspend", "referred": "refer_out"}
    ending = {"disposition": "unfounded", "feedback": "given"} if status == "closed" else {}
    actions.apply(case=cases[which], name=moves[status], by=reviewer, reason="x", **ending)
    with pytest.raises(Conflict) as refused:
        actions.move_report(case=cases[0], report=second, to=cases[1], by=reviewer, reason="x")
    assert refused.value.code == "wrong_state"


def test_report_stays_under_a_finding_that_rests_on_it_alone(investigated, opened, proposed, lead):
    case, other = investigated(by=lead), opened(by=lead)
    proposed(case, lead)
    with pytest.raises(Conflict) as refused:
        actions.move_report(
            case=case,
            report=case.links.get().report,
            to=other,
            by=lead,
            reason="x",
            leaves_empty=True,
        )
    assert refused.value.code == "finding_rests_on_it"


def test_what_rests_on_the_report_is_known_before(opened, alleged, reviewer, report):
    case = opened()
    told = case.links.get().report
    allegation = alleged(case, reviewer)
    assert actions.left_by(case=case, report=told).allegations == (allegation,)
    two_in(case, report, reviewer)
    left = actions.left_by(case=case, report=told)
    assert (left.empty, left.allegations) == (False, ())


def test_stranger_to_either_case_moves_nothing(opened, lead, reviewer, focal_point, monitor):
    open_one, guarded = opened(by=lead), opened(by=lead, types=["rape"])
    told = open_one.links.get().report
    for person in (reviewer, focal_point, monitor):
        with pytest.raises(RuleBroken):
            actions.move_report(
                case=open_one, report=told, to=guarded, by=person, reason="x", leaves_empty=True
            )
    assert open_one.standing_links().count() == 1


def test_recused_of_the_old_case_never_gets_the_report_by_the_new_one(
    opened, reviewer, other_reviewer, lead
):
    one, other = opened(by=lead), opened(by=lead)
    told = one.links.get().report
    actions.recuse(case=one, user=other_reviewer, by=lead, reason="kin")
    actions.assign(case=other, user=other_reviewer, by=lead, declaration=True)
    move = {"case": one, "report": told, "to": other, "by": lead, "leaves_empty": True}
    with pytest.raises(Conflict) as refused:
        actions.move_report(**move, reason="x")
    assert refused.value.code == "circle_does_not_fit"
    actions.unassign(case=other, user=other_reviewer, by=lead)
    actions.move_report(**move, reason="x")
    assert not Report.objects.triable_by(other_reviewer).filter(pk=told.pk).exists()
    assert Report.objects.triable_by(reviewer).filter(pk=told.pk).exists()


def test_person_of_an_accused_state_keeps_out_of_the_report_that_left(opened, alleged, kenya, lead):
    kenyan = make_user("kenyan@office.example", "reviewer", state="KE")
    one, other = opened(by=lead), opened(by=lead)
    alleged(one, lead, affiliation="mission_personnel", contingent=kenya)
    told = one.links.get().report
    actions.move_report(case=one, report=told, to=other, by=lead, reason="x", leaves_empty=True)
    assert not Report.objects.triable_by(kenyan).filter(pk=told.pk).exists()


def test_report_gets_a_case_of_its_own(opened, report, reviewer):
    case = opened()
    second = two_in(case, report, reviewer)
    made = actions.split_report(
        case=case, report=second, title="Bridge", by=reviewer, reason="another day"
    )
    assert made.standing_links().get().report == second
    assert case.standing_links().count() == 1
    assert Event.objects.about(case).filter(type="case.report_split_out").exists()


def test_acceptance_is_taken_back_out_of_the_case(opened, reviewer, monitor):
    case = opened()
    told = case.links.get().report
    before = Notice.objects.filter(recipient=monitor).count()

    told = actions.take_acceptance_back(
        report=told, by=reviewer, reason="meant another", leaves_empty=True
    )

    assert told.status == "submitted"
    assert not case.standing_links().exists()
    assert Deadline.objects.of_subject(told).running().get().clock == "report_triage"
    # Nothing was written to the person who reported, so nothing is now.
    assert Notice.objects.filter(recipient=monitor).count() == before
    again = actions.open_case(reports=[told], title="Again", by=reviewer)
    assert again.standing_links().get().report == told


def test_who_was_told_is_told_again(report, reviewer, monitor):
    told = report_actions.accept(report=report(), by=reviewer, message="Taken up.")
    with pytest.raises(RuleBroken) as refused:
        actions.take_acceptance_back(report=told, by=reviewer, reason="x")
    assert refused.value.pointer == "/message"
    before = Notice.objects.filter(recipient=monitor).count()
    actions.take_acceptance_back(report=told, by=reviewer, reason="x", message="Too early.")
    assert Notice.objects.filter(recipient=monitor).count() == before + 1


def test_report_of_a_closed_case_stays_accepted(opened, reviewer):
    case = opened()
    actions.apply(case=case, name="close", by=reviewer, disposition="unfounded", feedback="given")
    with pytest.raises(Conflict):
        actions.take_acceptance_back(
            report=case.links.get().report, by=reviewer, reason="x", leaves_empty=True
        )


def test_bare_decision_leaves_no_report_in_a_case_undecided(opened, reviewer):
    told = opened().links.get().report
    with pytest.raises(Conflict) as refused:
        report_actions.withdraw_acceptance(report=told, by=reviewer, reason="x")
    assert refused.value.code == "in_case"


def test_case_that_a_report_left_finds_it_no_more_by_its_words(opened, report, reviewer):
    one, other = opened(), opened()
    second = report(narrative="Yon mo ra: zonbi.")
    actions.add_reports(case=one, reports=[second], by=reviewer)
    assert Case.objects.all().search("zonbi", reviewer).get() == one
    actions.move_report(case=one, report=second, to=other, by=reviewer, reason="x")
    assert Case.objects.all().search("zonbi", reviewer).get() == other


def test_typed_words_reach_no_notice_and_no_mail(opened, report, reviewer, other_reviewer):
    one, other = opened(), opened()
    actions.assign(case=one, user=other_reviewer, by=reviewer, declaration=True)
    told = one.links.get().report
    actions.move_report(
        case=one, report=told, to=other, by=reviewer, reason="SEKRE", leaves_empty=True
    )
    rows = [*Notice.objects.values(), *Message.objects.values()]
    assert rows
    assert "SEKRE" not in str(rows)
    events = Event.objects.filter(type__startswith="case.report").values_list("changes", flat=True)
    assert "SEKRE" not in str(list(events))


@pytest.mark.django_db(transaction=True)
def test_two_people_move_the_same_report_once(opened, report, reviewer, other_reviewer):
    one, left, right = opened(), opened(), opened()
    second = two_in(one, report, reviewer)
    start, said = threading.Barrier(2), []

    def move(to, by):
        try:
            start.wait()
            actions.move_report(case=one, report=second, to=to, by=by, reason="x")
            said.append("moved")
        except Conflict as refused:
            said.append(refused.code)
        finally:
            connection.close()

    people = ((left, reviewer), (right, other_reviewer))
    threads = [threading.Thread(target=move, args=pair) for pair in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["moved", "not_in_case"]
    assert CaseReport.objects.standing().filter(report=second).count() == 1
    assert not CaseAccess.objects.filter(kind="recused").exists()


def test_nobody_takes_back_what_they_filed(opened, reviewer, other_reviewer, report):
    told = report(by=reviewer)
    report_actions.accept(report=told, by=other_reviewer)
    with pytest.raises(NotPermitted):
        actions.take_acceptance_back(report=told, by=reviewer, reason="x")
