"""The page of notices, and clocks in the admin."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oversight.deadlines import actions
from oversight.deadlines.columns import unread_count, work_rows
from oversight.deadlines.models import Deadline, DeadlineRule, Holiday, NoticePreference
from tests.oversight.deadlines.conftest import assign, at

pytestmark = pytest.mark.django_db
MONDAY, DUE = at("2026-09-07T10:00"), at("2026-09-22T00:00")
PAGE = "/notices/"


@pytest.fixture
def case(make_case, reviewer):
    case = make_case(reviewer)
    actions.start(clock="case_assessment", subject=case, now=MONDAY)
    actions.sweep(now=DUE)
    return case


def test_a_person_reads_their_notices_and_marks_them_by_post_only(case, client_of, reviewer):
    reviewer.language = "en"
    reviewer.save()
    client = client_of(reviewer)
    page = client.get(PAGE).content.decode()
    assert case.reference in page and "21 September 2026, 23:59" in page
    assert "Ti Jak" not in page
    assert unread_count(reviewer) == 1
    notice = reviewer.notices.get()
    assert client.get(f"/notices/{notice.pk}/read/").status_code == 405
    assert client.post(f"/notices/{notice.pk}/read/").status_code == 302
    assert unread_count(reviewer) == 0
    assert "Mark as read" not in client.get(PAGE).content.decode()


def test_all_are_marked_at_once_and_only_ones_own(case, client_of, reviewer, lead, client):
    actions.notify(users=[lead], kind="case_assigned", subject=case)
    client_of(reviewer).post("/notices/read/")
    assert (unread_count(reviewer), unread_count(lead)) == (0, 1)
    other = lead.notices.get()
    assert client_of(reviewer).post(f"/notices/{other.pk}/read/").status_code == 404
    assert client.get(PAGE).status_code == 302


def test_what_one_may_no_longer_see_is_not_listed(case, client_of, reviewer, lead):
    case.access.filter(user=reviewer).delete()
    assign(case, reviewer, by=lead, kind="recused")
    assert case.reference not in client_of(reviewer).get(PAGE).content.decode()


def test_the_choice_of_how_to_be_told_is_kept(client_of, reviewer):
    client = client_of(reviewer)
    assert client.post("/notices/habit/", {"habit": "digest"}).status_code == 302
    assert NoticePreference.objects.get(user=reviewer).habit == "digest"
    client.post("/notices/habit/", {"habit": "pigeon"})
    assert NoticePreference.objects.get(user=reviewer).habit == "digest"


def test_your_work_shows_the_next_clocks_of_what_you_work_on(
    case, make_case, reviewer, other_reviewer
):
    actions.start(clock="case_assessment", subject=make_case(other_reviewer), now=MONDAY)
    [row] = work_rows(reviewer)
    assert row["title"] == case.reference
    assert row["due"] == at("2026-09-21T23:59:59")


LIST = reverse("admin:oversight_deadline_changelist")


def page_of(deadline):
    return reverse("admin:oversight_deadline_change", args=[deadline.pk])


def dialog(deadline, name):
    return reverse(f"admin:oversight_deadline_{name}", args=[deadline.pk])


def test_the_admin_lists_the_clocks_one_may_act_on(case, make_case, client_of, reviewer, lead):
    secret = make_case(track="sea")
    actions.start(clock="case_assessment", subject=secret, track="sea", now=MONDAY)
    seen = client_of(reviewer).get(LIST).content.decode()
    assert case.reference in seen and secret.reference not in seen
    assert secret.reference in client_of(lead).get(LIST).content.decode()
    clock = Deadline.objects.get(subject_id=case.pk)
    page = client_of(reviewer).get(page_of(clock)).content.decode()
    assert case.reference in page and str(case.pk) not in page.replace(page_of(clock), "")


@pytest.mark.parametrize("state", ["open", "overdue", "paused", "met", "nonsense"])
def test_the_list_is_filtered_by_state(case, client_of, lead, state):
    seen = client_of(lead).get(LIST, {"state": state}).content.decode()
    assert (case.reference in seen) == (state in ("open", "overdue"))


def test_a_clock_is_paused_and_extended_in_dialogs(case, client_of, lead):
    clock, client = Deadline.objects.get(), client_of(lead)
    assert client.get(dialog(clock, "pause")).status_code == 200
    clock.refresh_from_db()
    assert clock.paused_at is None
    sent = {"_form_submitted": "True", "reason": "the file is in another office"}
    done = client.post(dialog(clock, "pause"), sent)
    assert done.headers["HX-Redirect"] == page_of(clock)
    clock.refresh_from_db()
    assert clock.paused_at is not None
    client.post(dialog(clock, "resume"), sent)
    due = timezone.localdate() + timedelta(days=400)
    client.post(dialog(clock, "extend"), {**sent, "due_on": due.isoformat()})
    clock.refresh_from_db()
    assert timezone.localdate(clock.due_at) == due


def test_who_may_not_steer_a_clock_is_refused(case, client_of, reviewer, focal_point, auditor):
    clock = Deadline.objects.get()
    sent = {"_form_submitted": "True", "reason": "x", "due_on": "2030-01-01"}
    assert client_of(reviewer).post(dialog(clock, "extend"), sent).status_code == 403
    assert client_of(focal_point).post(dialog(clock, "pause"), sent).status_code == 404
    assert client_of(auditor).post(dialog(clock, "pause"), sent).status_code in (403, 404)
    clock.refresh_from_db()
    assert clock.paused_at is None and clock.due_at == at("2026-09-21T23:59:59")


def test_rules_are_edited_through_the_action(client_of, administrator, reviewer):
    rule = DeadlineRule.objects.get(clock="case_decision", track="")
    url = reverse("admin:oversight_deadlinerule_change", args=[rule.pk])
    sent = {field: getattr(rule, field) or "" for field in DeadlineRule.editable} | {"amount": 7}
    assert client_of(reviewer).post(url, {**sent, "reason": "x"}).status_code == 403
    client = client_of(administrator)
    assert client.post(url, {**sent, "reason": ""}).status_code == 200
    assert client.post(url, {**sent, "reason": "decided"}).status_code == 302
    rule.refresh_from_db()
    assert rule.amount == 7 and rule.edited_at


def test_rules_and_days_are_added_by_who_manages_them(client_of, administrator):
    client = client_of(administrator)
    sent = {
        "clock": "case_decision",
        "track": "conduct",
        "label_en": "Decide on conduct",
        "amount": 5,
        "unit": "working_days",
        "warn_unit": "working_days",
        "unassigned_to": "reviewer",
        "escalate_unit": "working_days",
        "escalate_to": "lead",
        "status": "local_policy",
        "is_active": "on",
        "reason": "decided",
    }
    url = reverse("admin:oversight_deadlinerule_add")
    assert client.post(url, sent).status_code == 302
    assert DeadlineRule.objects.get(track="conduct").amount == 5
    assert client.post(url, sent).status_code == 200
    day = {"day": "2026-12-24", "name": "Closed", "reason": "decided"}
    url = reverse("admin:oversight_holiday_add")
    assert client.post(url, day).status_code == 302
    holiday = Holiday.objects.get()
    url = reverse("admin:oversight_holiday_change", args=[holiday.pk])
    assert client.post(url, {**day, "name": "Open", "is_worked": "on"}).status_code == 302
    holiday.refresh_from_db()
    assert (holiday.name, holiday.is_worked) == ("Open", True)
