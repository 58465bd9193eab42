import pytest

from cases.reports.actions import accept, amend, answer, ask, decline, file_report, reopen
from cases.reports.actions.filing import Origin
from cases.reports.actions.following import deciders
from oversight.deadlines.models import Deadline, Notice
from tests.cases.reports.bodies import body

pytestmark = pytest.mark.django_db


def running(report):
    rows = Deadline.objects.of_subject(report).running()
    return {row.clock for row in rows if row.paused_at is None}


def told(kind):
    return {notice.recipient.name for notice in Notice.objects.filter(kind=kind)}


def test_clocks_follow_the_moves(filed, reviewer, monitor):
    report = filed()
    assert running(report) == {"report_triage"}
    ask(report=report, by=reviewer, message="Ki lè?")
    assert running(report) == {"report_answer"}
    answer(report=report, by=monitor, text="Maten.")
    assert running(report) == {"report_triage"}
    decline(report=report, by=reviewer, reason="x")
    assert running(report) == set()
    reopen(report=report, by=reviewer, reason="y")
    assert running(report) == {"report_triage"}
    accept(report=report, by=reviewer)
    assert running(report) == set()


def test_first_half_of_a_decline_leaves_the_clock_running(filed, reviewer):
    report = filed(types=["torture"])
    decline(report=report, by=reviewer, reason="x")
    assert running(report) == {"report_triage"}


def test_who_reported_hears_of_question_and_decision(filed, reviewer, monitor):
    report = filed()
    ask(report=report, by=reviewer, message="Ki lè?")
    assert told("report_question") == {"monitor"}
    answer(report=report, by=monitor, text="Maten.")
    assert told("report_answered") == {"reviewer"}
    accept(report=report, by=reviewer)
    assert told("report_decided") == {"monitor"}


def test_addition_is_told_to_who_can_decide(filed, reviewer, focal_point, lead, monitor):
    amend(report=filed(), by=monitor, text="Anplis.")
    assert told("report_answered") == {"reviewer", "lead"}


def test_danger_is_told_at_once_to_who_may_see_it(filed, reviewer, focal_point, lead):
    filed(danger_now=True, types=["rape"])
    assert told("danger_reported") == {"focal_point", "lead"}


def test_nothing_is_told_about_an_ordinary_filing(filed, reviewer):
    filed()
    assert not Notice.objects.exists()


def test_who_filed_is_never_among_the_deciders(filed, reviewer, other_reviewer):
    assert [user.name for user in deciders(filed(by=reviewer))] == ["other_reviewer"]


def test_old_record_starts_no_clock_and_tells_nobody(lead, reviewer):
    data = body(danger_now=True)
    report, _ = file_report(by=lead, data=data, channel="import", origin=Origin(external_key="x:1"))
    assert running(report) == set() and not Notice.objects.exists()
