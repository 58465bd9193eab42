"""E-mail: what it says, to whom, how often."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from oversight.deadlines import actions
from oversight.deadlines.models import Message, Notice
from tests.oversight.deadlines.conftest import assign, at

pytestmark = pytest.mark.django_db
MONDAY, DUE = at("2026-09-07T10:00"), at("2026-09-22T00:00")


@pytest.fixture
def overdue(make_case, reviewer):
    case = make_case(reviewer)
    actions.start(clock="case_assessment", subject=case, now=MONDAY)
    actions.sweep(now=DUE)
    return case


def test_a_mail_names_the_reference_the_hour_with_its_zone_and_a_link(overdue, mailoutbox):
    assert actions.send_pending() == {"sent": 1}
    [mail] = mailoutbox
    assert overdue.reference in mail.body
    assert "23:59 (America/Port-au-Prince" in mail.body
    assert f"/cases/{overdue.reference}/" in mail.body
    for secret in ("Ti Jak", "Kafou", "general", "reviewer"):
        assert secret not in mail.body + mail.subject + mail.from_email
    assert overdue.reference not in mail.subject
    assert actions.send_pending() == {}


@pytest.mark.parametrize("language", ["en", "fr", "ht"])
def test_a_mail_is_in_the_language_of_its_reader(overdue, reviewer, mailoutbox, language):
    reviewer.language = language
    reviewer.save()
    actions.send_pending()
    with translation.override(language):
        assert str(Notice.objects.get().get_kind_display()) in mailoutbox[0].body


def test_who_may_no_longer_see_it_gets_no_mail(overdue, reviewer, lead, mailoutbox):
    overdue.access.filter(user=reviewer).delete()
    assign(overdue, reviewer, by=lead, kind="recused")
    assert actions.send_pending() == {"withheld": 1}
    assert mailoutbox == []


def test_a_person_without_account_gets_no_mail(overdue, reviewer, mailoutbox):
    reviewer.is_active = False
    reviewer.save()
    assert actions.send_pending() == {"withheld": 1}
    assert mailoutbox == []


def fails(monkeypatch, error):
    def send(self, fail_silently=False):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)


def test_a_passing_trouble_is_tried_again_with_the_same_id(overdue, monkeypatch, mailoutbox):
    with monkeypatch.context() as patch:
        fails(patch, OSError("reviewer@office.example unreachable"))
        assert actions.send_pending() == {"later": 1}
    waiting = Message.objects.get()
    assert (waiting.state, waiting.attempts, waiting.error) == ("pending", 1, "OSError:")
    assert actions.send_pending() == {}
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert actions.send_pending() == {"sent": 1}
    assert mailoutbox[0].extra_headers["Message-ID"] == waiting.message_id


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"a@b.c": (550, b"no such person")}),
        smtplib.SMTPDataError(554, b"refused"),
        ValueError("header"),
    ],
)
def test_a_final_refusal_is_not_tried_again(overdue, monkeypatch, error):
    fails(monkeypatch, error)
    assert actions.send_pending() == {"failed": 1}
    assert Message.objects.get().state == "failed"


def test_a_mail_that_never_goes_is_given_up(overdue, monkeypatch):
    fails(monkeypatch, OSError())
    now = timezone.now()
    outcomes = []
    for day in range(1, 12):
        with time_machine.travel(now + timedelta(days=2 * day)):
            outcomes += actions.send_pending().elements()
    assert outcomes == ["later"] * 7 + ["failed"]


def test_a_claim_keeps_others_off_until_it_runs_out(overdue, mailoutbox):
    Message.objects.update(claimed_until=timezone.now() + timedelta(minutes=2))
    assert actions.send_pending() == {}
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert actions.send_pending() == {"sent": 1}


def test_an_outcome_after_the_claim_ran_out_changes_nothing(overdue):
    from oversight.deadlines.actions import outbox

    message = Message.objects.get()
    Message.objects.update(state="sent")
    outbox._settle(message, timezone.now(), state="failed")
    assert Message.objects.get().state == "sent"


def test_notices_go_to_who_may_see_it_and_not_to_who_did_it(
    make_case, reviewer, other_reviewer, outsider, lead
):
    case = make_case(track="sea")
    assign(case, reviewer, by=lead)
    made = actions.notify(
        users=[reviewer, other_reviewer, outsider, lead],
        kind="case_assigned",
        subject=case,
        by=lead,
    )
    assert [notice.recipient for notice in made] == [reviewer]


def test_an_unknown_kind_of_notice_is_an_error(make_case, reviewer):
    with pytest.raises(ValueError):
        actions.notify(users=[reviewer], kind="gossip", subject=make_case())


def test_a_record_nobody_registered_is_told_to_nobody(reviewer, lead):
    assert actions.notify(users=[reviewer], kind="case_assigned", subject=lead) == []
