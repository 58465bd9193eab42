"""A changed rule or calendar, and the clocks that run: shown first, then moved in one action."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oversight.audit.models import Event
from oversight.authority.rules import NotPermitted, RuleBroken, Stale
from oversight.deadlines import actions
from oversight.deadlines.columns import effect
from oversight.deadlines.models import Deadline, DeadlineRule, OfficeDay
from tests.oversight.deadlines.conftest import at

pytestmark = pytest.mark.django_db
MONDAY = at("2026-09-07T10:00")
STRIKE = {"day": date(2026, 9, 9), "label_en": "Strike", "label_fr": "Grève", "label_ht": "Grèv"}


@pytest.fixture
def rule(db):
    return DeadlineRule.objects.get(clock="case_assessment", track="")


@pytest.fixture
def clock(make_case, reviewer):
    return actions.start(clock="case_assessment", subject=make_case(reviewer), now=MONDAY)


def due(clock):
    clock.refresh_from_db()
    return clock.due_at


def test_a_closed_day_moves_running_clocks_and_says_so_in_their_history(clock, lead):
    found = actions.preview_day(now=MONDAY, **STRIKE)
    assert [(m.before, m.clock.due_at) for m in found.moves] == [
        (at("2026-09-21T23:59:59"), at("2026-09-22T23:59:59"))
    ]
    assert due(clock) == at("2026-09-21T23:59:59")
    actions.add_day(by=lead, reason="decree", seen=found.seen, now=MONDAY, **STRIKE)
    assert due(clock) == at("2026-09-22T23:59:59")
    assert clock.escalate_at == at("2026-09-25T23:59:59")
    [change] = clock.changes.all()
    assert (change.kind, change.by, change.reason) == ("moved", lead, "decree")
    moved = Event.objects.get(type="clock.moved")
    assert moved.subject_id == str(clock.subject_id)
    assert Event.objects.filter(type="office_day.added").count() == 1


def test_a_day_worked_all_the_same_moves_them_back_and_its_removal_forth(clock, lead):
    saturday = STRIKE | {"day": date(2026, 9, 12), "is_worked": True}
    row = actions.add_day(by=lead, reason="x", now=MONDAY, **saturday)
    assert due(clock) == at("2026-09-18T23:59:59")
    actions.edit_day(office_day=row, by=lead, reason="x", now=MONDAY, label_en="Make-up day")
    assert due(clock) == at("2026-09-18T23:59:59")
    actions.edit_day(office_day=row, by=lead, reason="x", now=MONDAY, day=date(2026, 9, 13))
    assert due(clock) == at("2026-09-18T23:59:59")
    actions.remove_day(office_day=row, by=lead, reason="x", now=MONDAY)
    assert due(clock) == at("2026-09-21T23:59:59")
    assert not OfficeDay.objects.exists()
    types = Event.objects.filter(type__startswith="office_day").values_list("type", flat=True)
    assert sorted(types) == [f"office_day.{t}" for t in ("added", "edited", "edited", "removed")]


def test_what_people_agreed_on_stays(clock, reviewer, lead):
    asked = actions.ask_extension(
        deadline=clock, by=reviewer, due_at=at("2026-09-30T23:59:59"), reason="x", now=MONDAY
    )
    actions.approve_extension(extension=asked, by=lead, now=MONDAY)
    actions.add_day(by=lead, reason="x", now=MONDAY, **STRIKE)
    assert due(clock) == at("2026-09-30T23:59:59")


def test_a_pause_is_counted_by_the_new_calendar(make_case, reviewer, lead):
    case = make_case(reviewer)
    clock = actions.start(clock="case_assessment", subject=case, now=MONDAY)
    actions.pause(subject=case, by=reviewer, reason="x", now=at("2026-09-08T12:00"))
    actions.resume(subject=case, by=reviewer, now=at("2026-09-14T09:00"))
    assert due(clock) == at("2026-09-25T23:59:59")
    # The day off lies in the pause: the pause took one working day less.
    actions.add_day(by=lead, reason="x", now=at("2026-09-14T10:00"), **STRIKE)
    assert due(clock) == at("2026-09-25T23:59:59")


def test_clocks_in_hours_and_ended_ones_do_not_move(make_case, lead):
    case, other = make_case(track="death"), make_case()
    hours = actions.start(clock="report_triage", subject=case, track="death", now=MONDAY)
    ended = actions.start(clock="case_assessment", subject=other, now=MONDAY)
    actions.meet(clock="case_assessment", subject=other, now=MONDAY)
    before = (due(hours), due(ended))
    actions.add_day(by=lead, reason="x", now=MONDAY, **STRIKE)
    assert (due(hours), due(ended)) == before


def test_a_preview_that_is_no_longer_true_is_not_carried_out(clock, lead, make_case):
    found = actions.preview_day(now=MONDAY, **STRIKE)
    actions.start(clock="case_assessment", subject=make_case(), now=MONDAY)
    with pytest.raises(Stale):
        actions.add_day(by=lead, reason="x", seen=found.seen, now=MONDAY, **STRIKE)
    assert not OfficeDay.objects.exists()
    again = actions.preview_day(now=MONDAY, **STRIKE)
    assert actions.add_day(by=lead, reason="x", seen=again.seen, now=MONDAY, **STRIKE)


def test_a_rule_changes_for_new_clocks_alone_or_for_running_ones_too(clock, rule, lead, make_case):
    actions.edit_rule(rule=rule, by=lead, reason="x", amount=5, now=MONDAY)
    assert due(clock) == at("2026-09-21T23:59:59")
    fresh = actions.start(clock="case_assessment", subject=make_case(), now=MONDAY)
    assert fresh.due_at == at("2026-09-14T23:59:59")
    actions.edit_rule(rule=rule, by=lead, reason="x", amount=12, applies="running", now=MONDAY)
    assert due(clock) == due(fresh) == at("2026-09-23T23:59:59")
    assert Event.objects.filter(type="deadline_rule.applied").count() == 1


def test_a_shorter_rule_says_how_many_become_overdue(clock, rule, lead):
    now = at("2026-09-16T10:00")
    found = actions.preview_rule(rule=rule, applies="running", amount=3, now=now)
    told = effect(rule, found, lead, now)
    assert (told.concerned, told.moved, told.overdue) == (1, 1, 1)
    assert told.lines == ["Takes: 10 → 3"]
    assert DeadlineRule.objects.get(pk=rule.pk).amount == 10
    actions.edit_rule(
        rule=rule, by=lead, reason="x", amount=3, applies="running", seen=found.seen, now=now
    )
    actions.sweep(now=now)
    clock.refresh_from_db()
    assert clock.stage == "escalation" or clock.stage == "due"


def test_a_stale_preview_of_a_rule_is_refused(clock, rule, lead):
    found = actions.preview_rule(rule=rule, applies="new", amount=3, now=MONDAY)
    actions.edit_rule(rule=rule, by=lead, reason="x", warn_amount=1, now=MONDAY)
    with pytest.raises(Stale):
        actions.edit_rule(rule=rule, by=lead, reason="x", amount=3, seen=found.seen, now=MONDAY)


def test_a_preview_counts_only_what_its_reader_may_see(make_case, rule, administrator, lead):
    make = {"track": "sea"}
    actions.start(clock="case_assessment", subject=make_case(**make), track="sea", now=MONDAY)
    sea = DeadlineRule.objects.get(clock="case_assessment", track="sea")
    found = actions.preview_rule(rule=sea, applies="running", amount=9, now=MONDAY)
    blind = effect(sea, found, administrator, MONDAY)
    assert (blind.concerned, blind.moved, blind.sample) == (0, 0, [])
    assert effect(sea, found, lead, MONDAY).moved == 1


@pytest.mark.parametrize("role", ["reviewer", "focal_point", "auditor", "ngo", "outsider"])
def test_who_does_not_manage_deadlines_changes_nothing(role, everybody, rule):
    with pytest.raises(NotPermitted):
        actions.edit_rule(rule=rule, by=everybody[role], reason="x", amount=3)
    with pytest.raises(NotPermitted):
        actions.add_day(by=everybody[role], reason="x", **STRIKE)


def test_a_change_says_why(rule, lead):
    for act in (
        lambda: actions.edit_rule(rule=rule, by=lead, reason=" ", amount=3),
        lambda: actions.add_day(by=lead, reason="", **STRIKE),
    ):
        with pytest.raises(RuleBroken) as broken:
            act()
        assert broken.value.pointer == "/reason"


def test_moving_takes_the_same_queries_however_many_clocks(make_case, lead):
    def queries(day):
        with CaptureQueriesContext(connection) as captured:
            actions.add_day(by=lead, reason="x", now=MONDAY, **STRIKE | {"day": day})
        return len(captured)

    def more(count):
        for _ in range(count):
            actions.start(clock="case_assessment", subject=make_case(), now=MONDAY)

    more(2)
    few = queries(date(2026, 9, 9))
    more(20)
    assert queries(date(2026, 9, 10)) <= few
    moved = Deadline.objects.filter(changes__kind="moved", changes__at=MONDAY)
    assert moved.distinct().count() == 22
    assert timezone.is_aware(moved[0].due_at) and moved[0].next_at <= moved[0].due_at
    assert moved[0].due_at - MONDAY > timedelta(days=14)
