"""The sweep: who is told, when, and how often."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from oversight.audit.models import Event
from oversight.deadlines import actions
from oversight.deadlines.models import Deadline, DeadlineRule, Message, Notice
from tests.oversight.deadlines.conftest import assign, at

pytestmark = pytest.mark.django_db
MONDAY = at("2026-09-07T10:00")
WARN, DUE, ESCALATE = (
    at("2026-09-18T00:00"),
    at("2026-09-22T00:00"),
    at("2026-09-25T00:00"),
)


@pytest.fixture
def clock(make_case, reviewer):
    case = make_case(reviewer)
    return actions.start(clock="case_assessment", subject=case, now=MONDAY)


def told():
    return sorted(Notice.objects.values_list("recipient__name", "stage"))


def test_nothing_is_said_before_the_warning(clock):
    assert actions.sweep(now=WARN - timedelta(seconds=2)) == []


def test_each_stage_is_said_once_to_who_works_on_it_then_to_the_lead(clock, other_reviewer):
    for now in (WARN, WARN, DUE, DUE, ESCALATE, ESCALATE + timedelta(days=300)):
        actions.sweep(now=now)
    assert told() == [("lead", "escalation"), ("reviewer", "due"), ("reviewer", "warning")]
    clock.refresh_from_db()
    assert clock.next_at is None
    types = set(Event.objects.filter(target_id=clock.pk).values_list("type", flat=True))
    assert {"clock.reminded", "clock.overdue", "clock.escalated"} <= types


def test_a_late_sweep_tells_each_person_once_of_the_gravest_stage(make_case, lead, lead2):
    case = make_case()  # nobody works on it: both stages are the leads' to hear
    actions.start(clock="case_assessment", subject=case, now=MONDAY)
    DeadlineRule.objects.update(unassigned_to="lead")
    actions.sweep(now=ESCALATE)
    assert told() == [("lead", "escalation"), ("lead2", "escalation")]


def test_a_late_sweep_does_not_warn_of_what_is_overdue_already(clock):
    assert len(actions.sweep(now=ESCALATE)) == 2
    assert told() == [("lead", "escalation"), ("reviewer", "due")]


def test_met_cancelled_and_paused_clocks_are_silent(make_case, reviewer):
    cases = [make_case(reviewer) for _ in range(3)]
    for case in cases:
        actions.start(clock="case_assessment", subject=case, now=MONDAY)
    actions.meet(clock="case_assessment", subject=cases[0], now=MONDAY)
    actions.cancel(subject=cases[1], by=reviewer, reason="opened by mistake", now=MONDAY)
    actions.pause(subject=cases[2], by=reviewer, reason="waits", now=MONDAY)
    assert actions.sweep(now=ESCALATE) == []


def test_an_extended_clock_speaks_anew(clock, reviewer, lead):
    actions.sweep(now=DUE)
    due = clock.due_at + timedelta(days=14)
    asked = actions.ask_extension(deadline=clock, by=reviewer, reason="x", due_at=due, now=DUE)
    actions.approve_extension(extension=asked, by=lead, now=DUE)
    actions.sweep(now=due + timedelta(seconds=1))
    assert told().count(("reviewer", "due")) == 2


def test_what_nobody_works_on_goes_to_the_role_named_for_it(make_case, reviewer, other_reviewer):
    actions.start(clock="case_assessment", subject=make_case(), now=MONDAY)
    actions.sweep(now=DUE)
    assert {name for name, _ in told()} == {"reviewer", "other_reviewer"}


def test_when_nobody_of_that_role_may_see_it_the_lead_is_told(make_case, reviewer, lead):
    # No focal point exists: the reviewers may not even learn that there is something.
    actions.start(clock="case_assessment", subject=make_case(track="sea"), track="sea", now=MONDAY)
    actions.sweep(now=DUE)
    assert {name for name, _ in told()} == {"lead"}


def test_a_restricted_case_is_told_to_its_team_only(
    make_case, reviewer, other_reviewer, focal_point, lead
):
    case = make_case(reviewer, track="sea")
    actions.start(clock="case_assessment", subject=case, track="sea", now=MONDAY)
    actions.sweep(now=ESCALATE)
    assert {name for name, _ in told()} == {"reviewer", "lead"}


def test_the_recused_the_inactive_and_who_lost_the_role_are_not_told(
    make_case, reviewer, other_reviewer, lead
):
    case = make_case(reviewer, other_reviewer)
    case.access.filter(user=reviewer).delete()
    assign(case, reviewer, by=lead, kind="recused")
    other_reviewer.is_active = False
    other_reviewer.save()
    actions.start(clock="case_assessment", subject=case, now=MONDAY)
    actions.sweep(now=DUE)
    assert {name for name, _ in told()} == {"lead"}


def test_the_cost_follows_what_is_due_not_what_is_open(
    make_case, reviewer, django_assert_max_num_queries
):
    for _ in range(30):
        actions.start(clock="case_assessment", subject=make_case(reviewer), now=MONDAY)
    with django_assert_max_num_queries(8):
        assert actions.sweep(now=MONDAY) == []


def test_a_vanished_record_does_not_stop_the_sweep(make_case, reviewer):
    rule = DeadlineRule.objects.get(clock="case_assessment", track="")
    for label in ("cases.case", "ghosts.ghost"):
        Deadline.objects.create(
            clock="case_assessment",
            subject_label=label,
            subject_id="00000000-0000-4000-8000-000000000001",
            rule=rule,
            started_at=MONDAY,
            due_at=WARN,
            next_at=WARN,
            **rule.terms(),
        )
    actions.start(clock="case_assessment", subject=make_case(reviewer), now=MONDAY)
    assert len(actions.sweep(now=DUE)) == 1
    assert not Deadline.objects.waiting_for_sweep(DUE).exists()


def run(at, capsys):
    call_command("sweep_deadlines", at=at)
    return capsys.readouterr().out.strip().splitlines()[-1]


def test_the_command_counts_each_reminder_once_and_a_second_run_none(clock, capsys, mailoutbox):
    assert run("2026-09-25", capsys) == "reminders sent: 2"
    assert run("2026-09-25T23:59:59-04:00", capsys) == "reminders sent: 0"
    assert len(mailoutbox) == 2


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "2026-09-07T25:00"])
def test_the_command_refuses_what_is_not_an_instant(text, capsys):
    with pytest.raises(CommandError) as refused:
        run(text, capsys)
    assert refused.value.returncode == 2


def test_people_who_chose_so_get_one_mail_a_day_or_none(make_case, reviewer, lead, mailoutbox):
    actions.set_habit(by=reviewer, habit="digest")
    actions.set_habit(by=lead, habit="in_app")
    for _ in range(3):
        actions.start(clock="case_assessment", subject=make_case(reviewer), now=MONDAY)
    assert len(actions.sweep(now=ESCALATE)) == 6
    actions.send_pending()
    assert mailoutbox == []
    assert actions.make_digests() == 1
    assert actions.make_digests() == 0
    actions.send_pending()
    [mail] = mailoutbox
    assert "3 " in mail.body and mail.to == [reviewer.email]
    assert not Message.objects.filter(state="pending").exists()


def test_leaving_the_daily_mail_sends_what_waited(clock, reviewer, mailoutbox):
    actions.set_habit(by=reviewer, habit="digest")
    actions.sweep(now=DUE)
    actions.set_habit(by=reviewer, habit="at_once")
    actions.send_pending()
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("at_text", ["", "tomorrow", "9999-12-31", "2026-13-01"])
def test_an_instant_that_is_none_is_refused_with_a_sentence(at_text, db):
    with pytest.raises(CommandError, match="ISO instant") as refused:
        call_command("sweep_deadlines", at=at_text)
    assert refused.value.returncode == 2
