"""Starting, meeting, pausing and extending clocks."""

from datetime import date, timedelta

import pytest

from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines import actions
from oversight.deadlines.models import Deadline, DeadlineRule, OfficeDay
from tests.oversight.deadlines.conftest import at

pytestmark = pytest.mark.django_db
MONDAY = at("2026-09-07T10:00")


def started(case, clock="case_assessment", now=MONDAY, **more):
    return actions.start(clock=clock, subject=case, now=now, **more)


def test_runs_ten_working_days_to_the_end_of_the_day(make_case):
    deadline = started(make_case())
    assert deadline.due_at == at("2026-09-21T23:59:59")
    assert deadline.warn_at == at("2026-09-17T23:59:59")
    assert deadline.escalate_at == at("2026-09-24T23:59:59")
    assert deadline.next_at == deadline.warn_at


def test_the_rule_of_the_track_wins_over_the_rule_of_any(make_case):
    case = make_case(track="sea")
    deadline = started(case, track="sea")
    assert deadline.rule.track == "sea"
    assert deadline.due_at == at("2026-09-10T23:59:59")


def test_there_is_no_clock_without_a_rule_or_for_an_unknown_code(make_case):
    case = make_case()
    assert started(case, clock="tea_break") is None
    DeadlineRule.objects.filter(clock="case_decision").update(is_active=False)
    assert started(case, clock="case_decision") is None
    assert actions.meet(clock="tea_break", subject=case) is None


def test_starting_twice_gives_the_clock_that_runs(make_case):
    case = make_case()
    first, second = started(case), started(case, now=MONDAY + timedelta(days=2))
    assert first == second
    assert Event.objects.about(case).filter(type="clock.started").count() == 1


def test_a_met_clock_keeps_whether_it_was_in_time_and_may_start_again(make_case):
    case = make_case()
    started(case)
    met = actions.meet(clock="case_assessment", subject=case, now=at("2026-09-22T08:00"))
    assert met.is_late and met.next_at is None
    assert actions.meet(clock="case_assessment", subject=case) is None
    assert started(case).pk != met.pk


def test_a_pause_moves_the_due_day_by_the_working_days_it_took(make_case, reviewer):
    case = make_case()
    started(case)
    [paused] = actions.pause(subject=case, by=reviewer, reason="asked", now=at("2026-09-08T12:00"))
    assert paused.next_at is None
    # Tuesday to Monday: four working days pass.
    [resumed] = actions.resume(subject=case, by=reviewer, now=at("2026-09-14T09:00"))
    assert resumed.due_at == at("2026-09-25T23:59:59")
    assert resumed.next_at == resumed.warn_at == at("2026-09-23T23:59:59")
    assert [c.kind for c in resumed.changes.all()] == ["paused", "resumed"]


def test_pausing_twice_and_resuming_a_running_clock_do_nothing(make_case, reviewer):
    case = make_case()
    started(case)
    assert actions.resume(subject=case, by=reviewer) == []
    actions.pause(subject=case, by=reviewer, reason="x", now=MONDAY)
    assert actions.pause(subject=case, by=reviewer, reason="x", now=MONDAY) == []


def test_a_pause_does_not_undo_that_a_clock_is_overdue(make_case, reviewer):
    case = make_case()
    due = started(case).due_at
    actions.pause(subject=case, by=reviewer, reason="x", now=due + timedelta(days=1))
    [clock] = actions.resume(subject=case, by=reviewer, now=due + timedelta(days=5))
    assert clock.due_at == due


def test_meeting_a_paused_clock_counts_the_pause(make_case, reviewer):
    case = make_case()
    started(case)
    actions.pause(subject=case, by=reviewer, reason="x", now=at("2026-09-08T12:00"))
    met = actions.meet(clock="case_assessment", subject=case, now=at("2026-09-28T12:00"))
    assert not met.is_late and met.paused_at is None


def test_pausing_by_hand_asks_who_and_why(make_case, lead, focal_point, reviewer):
    deadline = started(make_case(track="sea"), track="sea")
    with pytest.raises(NotPermitted):
        actions.pause_clock(deadline=deadline, by=reviewer, reason="x")
    with pytest.raises(RuleBroken):
        actions.pause_clock(deadline=deadline, by=focal_point, reason="")
    actions.pause_clock(deadline=deadline, by=focal_point, reason="waits for the doctor")
    with pytest.raises(Conflict):
        actions.pause_clock(deadline=deadline, by=focal_point, reason="again")
    assert actions.resume_clock(deadline=deadline, by=lead, reason="").paused_at is None


def test_clocks_are_seen_by_who_may_see_the_case(make_case, everybody):
    started(make_case())
    started(make_case(track="sea"), track="sea")
    seen = {name: Deadline.objects.visible_to(user).count() for name, user in everybody.items()}
    assert {name: count for name, count in seen.items() if count} == {
        "reviewer": 1,
        "focal_point": 1,
        "lead": 2,
    }


def test_punctuality_counts_what_was_due_open_clocks_too(make_case, reviewer):
    early, late, never = make_case(), make_case(), make_case()
    for case in (early, late, never):
        started(case)
    actions.meet(clock="case_assessment", subject=early, now=at("2026-09-10T08:00"))
    actions.meet(clock="case_assessment", subject=late, now=at("2026-09-29T08:00"))
    [row] = Deadline.objects.punctuality(now=at("2026-10-01T00:00"))
    assert (row["due"], row["in_time"], row["late"], row["open"]) == (3, 1, 1, 1)
    assert not list(Deadline.objects.punctuality(now=at("2026-09-15T00:00")))


def test_a_rule_that_a_person_edited_survives_a_new_load(lead, reviewer):
    rule = DeadlineRule.objects.get(clock="case_decision", track="")
    with pytest.raises(NotPermitted):
        actions.edit_rule(rule=rule, by=reviewer, reason="x", amount=3)
    actions.edit_rule(rule=rule, by=lead, reason="the office decided so", amount=3)
    DeadlineRule.objects.filter(clock="case_follow_up").update(amount=99)
    actions.load_shipped()
    rule.refresh_from_db()
    assert rule.amount == 3
    assert DeadlineRule.objects.get(clock="case_follow_up").amount == 3


def test_a_track_that_rises_shortens_a_running_clock_and_never_lengthens_one(make_case):
    case = make_case()
    deadline = started(case)
    actions.hasten(subject=case, track="sea", by=None, now=MONDAY)
    deadline.refresh_from_db()
    assert (deadline.rule.track, deadline.due_at) == ("sea", at("2026-09-10T23:59:59"))

    actions.hasten(subject=case, track="general", by=None, now=MONDAY)
    deadline.refresh_from_db()
    assert deadline.due_at == at("2026-09-10T23:59:59")
    assert Event.objects.filter(type="clock.hastened").count() == 2


def test_the_days_of_the_office_count_from_the_start(make_case):
    OfficeDay.objects.create(day=date(2026, 9, 8), label_en="Closed")
    OfficeDay.objects.create(day=date(2026, 9, 12), label_en="Worked", is_worked=True)
    OfficeDay.objects.create(day=date(2026, 9, 16), label_en="Closed")
    assert started(make_case()).due_at == at("2026-09-22T23:59:59")
