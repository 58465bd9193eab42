"""More time: asked for by one, approved or refused by another lead."""

from datetime import timedelta

import pytest

from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines import actions
from oversight.deadlines.columns import extension_rows
from oversight.deadlines.models import Deadline, DeadlineRule, Extension, Notice
from tests.oversight.deadlines.conftest import assign, at

pytestmark = pytest.mark.django_db
MONDAY, AFTER = at("2026-09-07T10:00"), at("2026-09-25T10:00")


@pytest.fixture
def clock(make_case, reviewer):
    return actions.start(clock="case_assessment", subject=make_case(reviewer), now=MONDAY)


def ask(clock, by, days=7, now=MONDAY, reason="the State asked for time"):
    due = clock.due_at + timedelta(days=days)
    return actions.ask_extension(deadline=clock, by=by, due_at=due, reason=reason, now=now)


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def test_the_clock_keeps_its_due_day_until_another_lead_approves(clock, reviewer, lead, lead2):
    due = clock.due_at
    asked = ask(clock, reviewer)
    assert Deadline.objects.get().due_at == due
    assert told("extension_asked") == ["lead", "lead2"]
    actions.approve_extension(extension=asked, by=lead, reason="agreed", now=MONDAY)
    moved = Deadline.objects.get()
    assert moved.due_at == due + timedelta(days=7)
    assert moved.next_at == moved.warn_at == at("2026-09-24T23:59:59")
    [change] = moved.changes.all()
    assert (change.kind, change.by, change.approved_by) == ("extended", reviewer, lead)
    assert told("extension_decided") == ["reviewer"]
    types = Event.objects.filter(type__startswith="clock.ext").values_list("type", "actor_id")
    assert set(types) == {
        ("clock.extension_asked", str(reviewer.pk)),
        ("clock.extended", str(lead.pk)),
    }


def test_a_lead_who_asks_does_not_approve_it(clock, lead, lead2):
    asked = ask(clock, lead)
    assert told("extension_asked") == ["lead2"]
    for decide in (actions.approve_extension, actions.refuse_extension):
        with pytest.raises(NotPermitted) as refused:
            decide(extension=asked, by=lead, reason="x")
        assert refused.value.code == "same_person"
    assert actions.approve_extension(extension=asked, by=lead2, now=MONDAY).state == "approved"


@pytest.mark.parametrize("role", ["reviewer", "focal_point", "administrator", "auditor", "ngo"])
def test_only_a_lead_who_may_act_on_the_record_decides(role, clock, everybody, other_reviewer):
    asked = ask(clock, other_reviewer)
    for decide in (actions.approve_extension, actions.refuse_extension):
        with pytest.raises(NotPermitted):
            decide(extension=asked, by=everybody[role], reason="x")
    assert Extension.objects.get().state == "waiting"


def test_a_lead_who_takes_no_part_neither_decides_nor_hears(make_case, reviewer, lead, lead2):
    case = make_case(reviewer)
    assign(case, lead, by=lead2, kind="recused")
    asked = ask(actions.start(clock="case_assessment", subject=case, now=MONDAY), reviewer)
    assert told("extension_asked") == ["lead2"]
    assert (extension_rows(lead), len(extension_rows(lead2))) == ([], 1)
    with pytest.raises(NotPermitted):
        actions.approve_extension(extension=asked, by=lead, now=MONDAY)


@pytest.mark.parametrize("role", ["focal_point", "administrator", "auditor", "ngo", "outsider"])
def test_who_may_not_work_on_the_record_does_not_ask(role, clock, everybody):
    with pytest.raises(NotPermitted):
        ask(clock, everybody[role])


def test_a_refusal_says_why_and_moves_nothing(clock, reviewer, lead):
    asked, due = ask(clock, reviewer), clock.due_at
    with pytest.raises(RuleBroken):
        actions.refuse_extension(extension=asked, by=lead, reason=" ")
    refused = actions.refuse_extension(extension=asked, by=lead, reason="too long", now=MONDAY)
    assert (refused.state, refused.decision_reason) == ("refused", "too long")
    assert Deadline.objects.get().due_at == due
    assert told("extension_decided") == ["reviewer"]
    with pytest.raises(Conflict):
        actions.approve_extension(extension=asked, by=lead, now=MONDAY)
    assert ask(clock, reviewer).state == "waiting"


def test_one_request_at_a_time_and_who_asked_may_take_it_back(clock, reviewer, other_reviewer):
    asked = ask(clock, reviewer)
    with pytest.raises(Conflict):
        ask(clock, other_reviewer)
    with pytest.raises(NotPermitted):
        actions.take_back_extension(extension=asked, by=other_reviewer)
    assert actions.take_back_extension(extension=asked, by=reviewer).state == "taken_back"
    assert ask(clock, other_reviewer)


@pytest.mark.parametrize(("reason", "days", "pointer"), [(" ", 3, "/reason"), ("x", 0, "/due_at")])
def test_a_request_says_why_and_leads_forward(clock, reviewer, reason, days, pointer):
    with pytest.raises(RuleBroken) as broken:
        ask(clock, reviewer, days=days, reason=reason)
    assert broken.value.pointer == pointer


def test_the_rule_limits_how_long_and_how_often(clock, reviewer, lead):
    # Twenty working days from Monday 21 September.
    last = at("2026-10-19T23:59:59")
    with pytest.raises(RuleBroken) as broken:
        ask(clock, reviewer, days=29)
    assert broken.value.code == "too_long"
    for due in (last, last + timedelta(days=14)):
        clock.refresh_from_db()
        asked = actions.ask_extension(
            deadline=clock, by=reviewer, due_at=due, reason="x", now=MONDAY
        )
        actions.approve_extension(extension=asked, by=lead, now=MONDAY)
    clock.refresh_from_db()
    with pytest.raises(RuleBroken) as broken:
        ask(clock, reviewer)
    assert broken.value.code == "too_often"


def test_a_clock_without_a_limit_is_extended_by_any_time(clock, reviewer):
    Deadline.objects.update(extend_amount=None)
    assert ask(clock, reviewer, days=4000)


def test_an_overdue_clock_is_extended_from_today(clock, reviewer, lead):
    actions.sweep(now=AFTER)
    with pytest.raises(RuleBroken):
        ask(clock, reviewer, days=3, now=AFTER)
    asked = ask(clock, reviewer, days=30, now=AFTER)
    actions.approve_extension(extension=asked, by=lead, now=AFTER)
    clock.refresh_from_db()
    assert (clock.stage, clock.taken_up_at) == ("", None)
    # A request that waited too long no longer leads into the future.
    late = ask(clock, reviewer, days=2, now=AFTER)
    with pytest.raises(RuleBroken):
        actions.approve_extension(extension=late, by=lead, now=late.due_at)


def test_a_request_lapses_when_its_clock_ends(clock, reviewer, lead):
    asked = ask(clock, reviewer)
    case = clock.subject_id
    actions.meet(clock="case_assessment", subject=type_of(clock).objects.get(pk=case), now=MONDAY)
    asked.refresh_from_db()
    assert asked.state == "lapsed"
    with pytest.raises(Conflict):
        actions.approve_extension(extension=asked, by=lead, now=MONDAY)
    assert extension_rows(lead) == []


def type_of(clock):
    from oversight.subjects.rules import subject_of

    return subject_of(clock.subject_label).model


def test_an_escalation_is_taken_up_once_by_who_it_was_brought_to(clock, reviewer, lead, lead2):
    with pytest.raises(Conflict):
        actions.take_up(deadline=clock, by=lead, reason="x", now=MONDAY)
    actions.sweep(now=AFTER)
    assert Deadline.objects.in_state("not_taken_up").get() == clock
    with pytest.raises(NotPermitted):
        actions.take_up(deadline=clock, by=reviewer, reason="x", now=AFTER)
    with pytest.raises(RuleBroken):
        actions.take_up(deadline=clock, by=lead, reason="", now=AFTER)
    taken = actions.take_up(deadline=clock, by=lead, reason="a second reviewer helps", now=AFTER)
    assert str(taken.describe(AFTER)) == "escalated, taken up"
    with pytest.raises(Conflict):
        actions.take_up(deadline=clock, by=lead2, reason="me too", now=AFTER)
    assert not Deadline.objects.in_state("not_taken_up").exists()
    assert Event.objects.filter(type="clock.taken_up", actor_id=str(lead.pk)).count() == 1


def test_a_lead_who_takes_no_part_never_hears_of_an_escalation(make_case, reviewer, lead, lead2):
    case = make_case(reviewer)
    assign(case, lead, by=lead2, kind="recused")
    clock = actions.start(clock="case_assessment", subject=case, now=MONDAY)
    for _sweep in range(2):
        actions.sweep(now=AFTER)
    assert told("escalation") == ["lead2"]
    with pytest.raises(NotPermitted):
        actions.take_up(deadline=clock, by=lead, reason="x", now=AFTER)


def test_a_clock_keeps_its_terms_when_the_rule_changes_for_new_ones(clock, reviewer, lead):
    rule = DeadlineRule.objects.get(clock="case_assessment", track="")
    actions.edit_rule(rule=rule, by=lead, reason="x", amount=4, escalate_amount=1, now=MONDAY)
    clock.refresh_from_db()
    asked = ask(clock, reviewer)
    actions.approve_extension(extension=asked, by=lead, now=MONDAY)
    clock.refresh_from_db()
    assert (clock.amount, clock.escalate_amount) == (10, 3)
    # Three working days after Monday 28 September, not one.
    assert clock.escalate_at == at("2026-10-01T23:59:59")
