"""Invitations: by the command and by the administrator; how long they serve."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oversight.accounts import actions
from oversight.accounts.models import RoleGrant, User
from oversight.accounts.rules import scope_from
from oversight.authority.rules import Conflict, NotPermitted
from tests.oversight.accounts.signing import browser, password_step
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {"email": "new@office.example", "name": "New", "language": "fr"}


def invited(*, capsys, email="new@office.example", **options):
    call_command("invite", email, **options)
    return capsys.readouterr()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ("", "")),
        ("HT01", ("department", "HT01")),
        ("department:HT01", ("department", "HT01")),
        ("department=HT01", ("department", "HT01")),
        ("sea", ("track", "sea")),
        ("track:sea", ("track", "sea")),
        ("KE", ("contingent", "KE")),
        ("HT99", None),
        ("department:KE", None),
        ("planet:HT01", None),
        (":HT01", None),
        ("department:", None),
    ],
)
def test_a_limit_is_read_from_a_word(text, found, administrator):
    assert scope_from(text) == found


def test_the_command_prints_a_link_that_chooses_a_password_once(capsys):
    link = invited(capsys=capsys, role="reviewer", scope="HT01").out.strip()
    grant = RoleGrant.objects.get(user__email="new@office.example")
    assert (grant.scope_kind, grant.scope_value, grant.awaits_approval) == (
        "department",
        "HT01",
        False,
    )
    browser, path = Client(), link.partition("127.0.0.1:8000")[2] or link[link.index("/accounts") :]
    form = browser.get(path, follow=True)
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    assert browser.post(form.request["PATH_INFO"], chosen).status_code == 302
    assert User.objects.get(email="new@office.example").check_password(PASSWORD)
    again = Client().get(path, follow=True)
    assert "password1" not in again.content.decode()


def test_once_there_are_leads_a_role_that_sees_cases_waits_for_one(capsys, lead):
    said = invited(capsys=capsys, role="reviewer")
    assert RoleGrant.objects.get(user__email="new@office.example").awaits_approval
    assert "lead has approved" in said.err
    assert not User.objects.get(email="new@office.example").held
    invited(capsys=capsys, email="m@office.example", role="monitor")
    assert not RoleGrant.objects.get(user__email="m@office.example").awaits_approval
    grant = RoleGrant.objects.get(user__email="new@office.example")
    assert not actions.approve_grant(grant=grant, by=lead).awaits_approval


@pytest.mark.parametrize(
    "options",
    [
        {"role": "reviewer", "scope": "HT99"},
        {"role": "reviewer", "scope": "sea"},
        {"role": "monitor", "email": "not-an-address"},
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(capsys, options):
    with pytest.raises(CommandError):
        invited(capsys=capsys, **options)
    assert not User.objects.get_queryset().exists()


def test_nobody_gets_a_link_into_an_account_that_has_a_password(capsys, monitor):
    said = invited(capsys=capsys, email=monitor.email, role="ngo")
    assert "/accounts/" not in said.out


def test_person_and_role_are_made_together_or_not_at_all(client_of, administrator):
    browser, add = client_of(administrator), reverse("admin:oversight_user_add")
    wrong = NEW | {"role": "reviewer", "scope_value": "track=sea", "reason": "hired"}
    answer = browser.post(add, wrong)
    assert answer.status_code == 400
    assert "scope_value" in answer.context["form"].errors
    assert not User.objects.filter(email=NEW["email"]).exists()
    right = wrong | {"scope_value": "department=HT01", "ends_on": "2030-01-01"}
    assert "/accounts/password/reset/key/" in browser.post(add, right).content.decode()
    grant = RoleGrant.objects.get(user__email=NEW["email"])
    assert (grant.scope_value, grant.awaits_approval, grant.ends_on.year) == ("HT01", True, 2030)


def test_a_role_that_is_over_before_it_starts_is_refused(client_of, administrator):
    sent = NEW | {"role": "monitor", "ends_on": "2020-01-01"}
    answer = client_of(administrator).post(reverse("admin:oversight_user_add"), sent)
    assert answer.status_code == 400
    assert "ends_on" in answer.context["form"].errors


def test_an_invitation_says_how_long_it_serves(client_of, administrator):
    person = actions.create_user(by=administrator, email=NEW["email"], name="New")
    link = actions.invite(user=person, by=administrator)
    path = link[link.index("/accounts") :]
    listed = reverse("admin:oversight_user_changelist")
    assert "invited until" in client_of(administrator).get(listed).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        browser = client_of(administrator)
        assert "invitation ran out" in browser.get(listed).content.decode()
        assert "password1" not in Client().get(path, follow=True).content.decode()


def test_a_withdrawn_invitation_opens_nothing(client_of, administrator, lead):
    person = actions.create_user(by=administrator, email=NEW["email"], name="New")
    link = actions.invite(user=person, by=administrator)
    with pytest.raises(NotPermitted):
        actions.withdraw_invitation(user=person, by=lead, reason="wrong person")
    do = reverse("admin:oversight_user_do", args=[person.pk, "withdraw"])
    assert client_of(administrator).post(do, {"reason": "wrong person"}).status_code == 302
    opened = Client().get(link[link.index("/accounts") :], follow=True)
    assert "password1" not in opened.content.decode()
    with pytest.raises(Conflict):
        actions.withdraw_invitation(user=person, by=administrator, reason="again")


def test_the_command_called_again_makes_a_new_link_and_no_second_role(capsys, lead):
    first = invited(capsys=capsys, role="reviewer", scope="HT01").out
    second = invited(capsys=capsys, role="reviewer", scope="HT01")
    assert second.out != first and "/accounts/" in second.out
    assert "lead has approved" in second.err
    grant = RoleGrant.objects.get(user__email="new@office.example")
    actions.refuse_grant(grant=grant, by=lead, reason="not needed")
    invited(capsys=capsys, role="reviewer", scope="HT01")
    assert RoleGrant.objects.filter(user__email="new@office.example").count() == 2


def test_the_command_opens_no_suspended_account(capsys, administrator):
    invited(capsys=capsys, role="monitor")
    person = User.objects.get(email="new@office.example")
    actions.suspend_user(user=person, by=administrator, reason="left")
    with pytest.raises(CommandError, match="suspended"):
        invited(capsys=capsys, role="ngo")
    assert not person.grants.filter(role="ngo").exists()


def test_invited_person_sets_up_a_second_step_and_a_used_link_says_what_to_do(settings):
    settings.MFA_REQUIRED = True
    person = User.objects.get(pk=actions.create_user(by=None, **NEW).pk)
    actions.grant_role(user=person, role="administrator", by=None)
    link, client = actions.invite(user=person, by=None), browser()
    client.post(client.get(link)["Location"], {"password1": PASSWORD, "password2": PASSWORD})
    assert reverse("account_login") in client.get(link).content.decode()
    assert password_step(client, person).status_code == 302
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.status_code == 200 and b'name="code"' in answer.content
