"""Asking, asking again, reminding, withdrawing, and writing to who reported."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.reports.actions import (
    accept,
    amend_question,
    answer,
    ask,
    inform,
    remind,
    withdraw_question,
)
from cases.reports.models import Report
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Deadline, Notice

pytestmark = pytest.mark.django_db


def told(user):
    return list(Notice.objects.filter(recipient=user).values_list("kind", flat=True))


def clocks(report):
    rows = Deadline.objects.of_subject(report).filter(clock="report_answer")
    return [(row.met_at is not None, row.cancelled_at is not None) for row in rows.order_by("pk")]


def test_question_in_other_words_starts_its_clock_anew(filed, reviewer, monitor):
    report = ask(report=filed(), by=reviewer, message="Ki lè?")
    report = amend_question(report=report, by=reviewer, message="Ki jou?")
    assert report.status == "needs_information"
    assert sorted(clocks(report)) == [(False, False), (False, True)]
    assert told(monitor) == ["report_question"] * 2
    report = answer(report=report, by=monitor, text="Lendi.")
    assert report.amendments.get().answers.message == "Ki jou?"
    assert list(Report.objects.all().answered()) == [report]


def test_question_is_withdrawn_silently_or_with_a_word(filed, reviewer, monitor):
    report = ask(report=filed(), by=reviewer, message="Ki lè?")
    with pytest.raises(RuleBroken):
        withdraw_question(report=report, by=reviewer)
    report = withdraw_question(report=report, by=reviewer, reason="Found out.")
    assert report.status == "submitted"
    assert clocks(report) == [(False, True)]
    triage = Deadline.objects.of_subject(report).running().get()
    assert (triage.clock, triage.paused_at) == ("report_triage", None)
    assert told(monitor) == ["report_question"]
    report = ask(report=report, by=reviewer, message="Ki kote?")
    withdraw_question(report=report, by=reviewer, reason="x", message="Pa bezwen.")
    assert told(monitor).count("report_decided") == 1


def test_reminder_comes_once_a_day(filed, reviewer, monitor):
    report = ask(report=filed(), by=reviewer, message="Ki lè?")
    with pytest.raises(Conflict):
        remind(report=report, by=reviewer)
    later = timezone.now() + timedelta(days=2)
    remind(report=report, by=reviewer, now=later)
    with pytest.raises(Conflict):
        remind(report=report, by=reviewer, now=later + timedelta(hours=23))
    assert told(monitor) == ["report_question"] * 2


def test_nothing_to_remind_of_without_a_question(filed, reviewer):
    for move in (remind, withdraw_question):
        with pytest.raises(Conflict):
            move(report=filed(), by=reviewer, reason="x")


def test_filer_neither_withdraws_nor_amends_the_question(filed, reviewer, monitor):
    report = ask(report=filed(), by=reviewer, message="Ki lè?")
    for move in (withdraw_question, amend_question, remind):
        with pytest.raises(NotPermitted):
            move(report=report, by=monitor, reason="x", message="y")


def test_message_after_the_decision_changes_nothing_else(filed, reviewer, monitor):
    with pytest.raises(Conflict):
        inform(report=filed(), by=reviewer, message="Nou fini.")
    report = accept(report=filed(), by=reviewer)
    with pytest.raises(RuleBroken):
        inform(report=report, by=reviewer, message=" ")
    report = inform(report=report, by=reviewer, message="Nou fini.")
    assert report.status == "accepted"
    assert told(monitor) == ["report_decided"] * 2
    row = Report.objects.with_last_message().get(pk=report.pk)
    assert row.last_message == "Nou fini."
