"""Taking a second step away takes an administrator and a lead, and reaches no case."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from oversight.accounts import actions
from oversight.accounts.columns import resets_to_approve
from oversight.accounts.models import FactorReset
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Notice
from tests.oversight.accounts.signing import SET_UP, browser, sign_in, with_app
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(reviewer):
    with_app(reviewer)
    return reviewer


@pytest.fixture
def asked(lost, administrator, lead):
    return actions.ask_reset(user=lost, by=administrator, reason="Phone stolen")


def do(person, name, *part):
    suffix = "do_part" if part else "do"
    return reverse(f"admin:oversight_user_{suffix}", args=[person.pk, name, *part])


def test_two_people_take_it_away_and_the_person_is_told(asked, lost, lead, mailoutbox, settings):
    settings.MFA_REQUIRED = True
    assert Notice.objects.filter(recipient=lead, kind="reset_awaits_approval").exists()
    actions.approve_reset(reset=asked, by=lead)
    assert not actions.has_second_step(lost)
    assert Notice.objects.filter(recipient=lost, kind="second_step_reset").exists()
    kinds = Event.objects.filter(type__startswith="factor_reset").values_list("type", flat=True)
    assert set(kinds) == {"factor_reset.asked", "factor_reset.approved"}
    # The password is still theirs to know, and a new second step comes before anything else.
    client = sign_in(browser(), lost)
    assert client.get("/desk/")["Location"] == SET_UP


def test_every_session_is_over_after_a_reset(lost, administrator, lead, client_of):
    session = client_of(lost)
    assert session.get("/desk/").status_code == 200
    reset = actions.ask_reset(user=lost, by=administrator, reason="x")
    assert session.get("/desk/").status_code == 200
    actions.approve_reset(reset=reset, by=lead)
    assert session.get("/desk/").status_code == 302


@pytest.mark.parametrize("who", ["monitor", "reviewer", "lead", "auditor", "ngo", "outsider"])
def test_only_an_administrator_asks(lost, everybody, who):
    with pytest.raises(NotPermitted):
        actions.ask_reset(user=lost, by=everybody[who], reason="x")


@pytest.mark.parametrize("who", ["monitor", "administrator", "auditor", "ngo", "focal_point"])
def test_only_a_lead_decides(asked, everybody, who):
    for decide in (actions.approve_reset, actions.refuse_reset):
        with pytest.raises(NotPermitted):
            decide(reset=asked, by=everybody[who], reason="x")


def test_nobody_asks_for_themselves_nor_approves_what_they_asked_for(lost, lead):
    both = make_user("both@office.example", "administrator", "lead")
    with_app(both)
    with pytest.raises(NotPermitted):
        actions.ask_reset(user=both, by=both, reason="x")
    reset = actions.ask_reset(user=lost, by=both, reason="x")
    with pytest.raises(NotPermitted):
        actions.approve_reset(reset=reset, by=both)
    assert actions.has_second_step(lost)


def test_a_lead_does_not_decide_on_their_own(administrator, lead):
    with_app(lead)
    reset = actions.ask_reset(user=lead, by=administrator, reason="x")
    for decide in (actions.approve_reset, actions.refuse_reset):
        with pytest.raises(NotPermitted):
            decide(reset=reset, by=lead, reason="x")


def test_it_is_decided_once_and_lapses_after_a_week(asked, lost, administrator, lead):
    later = timezone.now() + timedelta(days=8)
    with pytest.raises(Conflict):
        actions.approve_reset(reset=asked, by=lead, now=later)
    with pytest.raises(Conflict):
        actions.ask_reset(user=lost, by=administrator, reason="again")
    actions.refuse_reset(reset=asked, by=lead, reason="Could not reach them")
    assert actions.has_second_step(lost)
    with pytest.raises(Conflict):
        actions.approve_reset(reset=asked, by=lead)


def test_it_needs_a_reason_and_something_to_take_away(lost, monitor, administrator):
    with pytest.raises(RuleBroken):
        actions.ask_reset(user=lost, by=administrator, reason=" ")
    with pytest.raises(Conflict):
        actions.ask_reset(user=monitor, by=administrator, reason="x")


def test_the_database_refuses_one_person_alone(asked):
    wrong = {"approved_by": asked.asked_by, "approved_at": timezone.now()}
    for change in (wrong, {"asked_by": asked.user}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.filter(pk=asked.pk).update(**change)


def test_it_is_asked_for_and_approved_on_the_page_of_the_person(
    lost, administrator, lead, client_of
):
    asks, decides = client_of(administrator), client_of(lead)
    assert asks.post(do(lost, "ask-reset"), {"reason": "Phone lost"}).status_code == 302
    reset = FactorReset.objects.get()
    row = resets_to_approve(lead)[0]
    assert row["title"] == lost.name
    assert resets_to_approve(administrator) == []
    assert asks.post(do(lost, "approve-reset", reset.pk), {"reason": ""}).status_code == 404
    page = decides.get(row["url"]).content.decode()
    assert do(lost, "approve-reset", reset.pk) in page and "Phone lost" in page
    assert lost.name in decides.get("/desk/").content.decode()
    assert decides.post(do(lost, "approve-reset", reset.pk), {"reason": ""}).status_code == 302
    assert not actions.has_second_step(lost)


def test_an_administrator_alone_opens_no_account(lost, administrator, client_of):
    """Neither a new invitation, nor a password, nor a reset approved by the same hand."""
    asks = client_of(administrator)
    assert asks.post(do(lost, "invite"), {}).status_code == 404
    asks.post(do(lost, "ask-reset"), {"reason": "x"})
    reset = FactorReset.objects.get()
    for name in ("approve-reset", "refuse-reset"):
        assert asks.post(do(lost, name, reset.pk), {"reason": "x"}).status_code == 404
    assert actions.has_second_step(lost)


def test_who_keeps_no_accounts_sees_nothing_of_it(asked, lost, client_of, auditor, other_reviewer):
    for user in (auditor, other_reviewer, lost):
        answer = client_of(user).get(reverse("admin:oversight_user_change", args=[lost.pk]))
        assert answer.status_code in {403, 404}
    assert not FactorReset.objects.visible_to(other_reviewer).exists()
