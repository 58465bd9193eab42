"""The page of notices, and clocks in the admin."""

import pytest
from django.urls import reverse
from django.utils import timezone

from oversight.deadlines import actions
from oversight.deadlines.columns import unread_count, work_rows
from oversight.deadlines.models import Deadline, DeadlineRule, NoticePreference, OfficeDay
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


def test_a_clock_is_steered_by_dialogs_that_keep_what_was_typed(case, client_of, reviewer, lead):
    clock, client = Deadline.objects.get(), client_of(reviewer)
    assert client.get(do(clock, "pause")).status_code == 200
    assert client.get(page_of(clock)).status_code == 200
    assert Deadline.objects.get().paused_at is None
    far = "2999-01-01"
    refused = client.post(do(clock, "ask_time"), {"reason": "The court is closed", "due_at": far})
    assert refused.status_code == 400
    assert "The court is closed" in refused.content.decode() and far in refused.content.decode()
    done = client.post(do(clock, "pause"), {"reason": "the file is in another office"})
    assert (done.status_code, done.url) == (302, page_of(clock))
    assert Deadline.objects.get().paused_at is not None
    assert client_of(lead).post(do(clock, "run_on")).status_code == 302
    assert Deadline.objects.get().paused_at is None


def test_who_may_not_steer_a_clock_is_refused(case, client_of, reviewer, focal_point, auditor):
    clock = Deadline.objects.get()
    sent = {"reason": "x"}
    assert client_of(reviewer).post(do(clock, "approve_time"), sent).status_code == 404
    assert client_of(focal_point).post(do(clock, "pause"), sent).status_code == 404
    assert client_of(auditor).post(do(clock, "pause"), sent).status_code in (403, 404)
    clock.refresh_from_db()
    assert clock.paused_at is None and clock.due_at == at("2026-09-21T23:59:59")


def do(clock, name):
    return reverse("admin:oversight_deadline_do", args=[clock.pk, name])


def test_the_list_is_narrowed_to_a_person(case, client_of, lead, reviewer, other_reviewer):
    client = client_of(lead)
    assert case.reference in client.get(LIST, {"person": str(reviewer.pk)}).content.decode()
    for other in (str(other_reviewer.pk), "nobody"):
        assert case.reference not in client.get(LIST, {"person": other}).content.decode()


RULE = "admin:oversight_deadlinerule_{}"


def test_a_rule_changes_in_two_steps(case, client_of, administrator, reviewer, lead):
    rule = DeadlineRule.objects.get(clock="case_assessment", track="")
    url = reverse(RULE.format("do"), args=[rule.pk, "edit"])
    sent = {field: value for field in rule.editable if (value := getattr(rule, field)) is not None}
    sent |= {"amount": 30, "applies": "running", "reason": "decided by the office"}
    assert client_of(reviewer).post(url, sent).status_code in (403, 404)
    client = client_of(lead)
    shown = client.post(url, sent)
    text = shown.content.decode()
    assert shown.status_code == 200 and case.reference in text and "Takes: 10 → 30" in text
    assert DeadlineRule.objects.get(pk=rule.pk).amount == 10
    assert case.reference not in client_of(administrator).post(url, sent).content.decode()
    back = client.post(url, sent | {"edit": "1"}).content.decode()
    assert "decided by the office" in back and "dialog-form" in back
    seen = shown.context["preview"].seen
    stale = client.post(url, sent | {"seen": "hmac:0", "confirmed": "1"})
    assert stale.status_code == 412 and DeadlineRule.objects.get(pk=rule.pk).amount == 10
    assert client.post(url, sent | {"seen": seen, "confirmed": "1"}).status_code == 302
    assert DeadlineRule.objects.get(pk=rule.pk).amount == 30
    assert Deadline.objects.get().due_at > at("2026-10-01T00:00")
    assert client.post(url, sent | {"reason": "", "confirmed": "1"}).status_code == 400


def test_a_rule_is_added_by_who_manages_them(client_of, administrator, reviewer):
    url = reverse(RULE.format("add"))
    assert client_of(reviewer).get(url).status_code == 403
    client = client_of(administrator)
    assert client.get(url).status_code == 200
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
        "extend_times": 1,
        "extend_unit": "working_days",
        "status": "local_policy",
        "is_active": "on",
        "reason": "decided",
    }
    assert client.post(url, sent).status_code == 302
    assert DeadlineRule.objects.get(track="conduct").amount == 5
    assert client.post(url, sent).status_code == 400


YEAR = reverse("admin:oversight_officeday_changelist")


def test_the_year_shows_public_holidays_and_the_office_s_own(client_of, administrator, reviewer):
    url = reverse("admin:oversight_officeday_add")
    sent = {
        "day": "2026-12-24",
        "label_en": "Closed",
        "label_fr": "Fermé",
        "label_ht": "Fèmen",
        "source": "Note 7",
        "reason": "decided",
    }
    assert client_of(reviewer).post(url, sent).status_code == 403
    client = client_of(administrator)
    shown = client.post(url, sent)
    assert "Nothing has changed yet" in shown.content.decode()
    assert not OfficeDay.objects.exists()
    confirmed = sent | {"seen": shown.context["preview"].seen, "confirmed": "1"}
    assert client.post(url, confirmed).url == YEAR
    assert client.post(url, sent).status_code == 400
    row = OfficeDay.objects.get()
    text = client_of(reviewer).get(YEAR, {"year": "2026"}).content.decode()
    assert "24 December 2026" in text and "Note 7" in text
    assert "25 December 2026" in text and "public holiday" in text
    remove = reverse("admin:oversight_officeday_do", args=[row.pk, "remove"])
    assert client_of(reviewer).post(remove, {"reason": "x"}).status_code == 404
    shown = client.post(remove, {"reason": "x"})
    gone = {"reason": "x", "seen": shown.context["preview"].seen, "confirmed": "1"}
    assert client.post(remove, gone).url == YEAR
    assert not OfficeDay.objects.exists()


@pytest.mark.parametrize("year", ["", "1999", "99999", "soon", "²⁰²⁶"])
def test_a_year_nobody_asks_for_is_this_year(client_of, lead, year):
    answer = client_of(lead).get(YEAR, {"year": year})
    assert answer.status_code == 200
    assert str(timezone.localdate().year) in answer.content.decode()
