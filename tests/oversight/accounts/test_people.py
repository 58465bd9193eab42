"""People: made, invited, edited, suspended, given roles by two."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from oversight.accounts import actions
from oversight.accounts.models import RoleGrant, User
from oversight.audit.models import Event
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken, holds
from oversight.deadlines.models import Message, Notice
from tests.people import PASSWORD


def made(administrator, **more):
    return actions.create_user(
        email="New.Person@Office.example", name="New Person", by=administrator, **more
    )


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_a_new_account_has_no_role_and_no_password(administrator):
    user = made(administrator, state="KE")
    assert user.email == "new.person@office.example"
    assert not user.has_usable_password()
    assert user.held == ()


@pytest.mark.parametrize("who", ["lead", "reviewer", "auditor", "outsider"])
def test_only_administrators_make_accounts(everybody, who):
    with pytest.raises(NotPermitted):
        made(everybody[who])


def test_nobody_chooses_another_persons_password(administrator):
    with pytest.raises(NotPermitted):
        made(administrator, password=PASSWORD)


@pytest.mark.parametrize("state", ["KEN", "k", "1A", "ke"])
def test_a_state_is_two_capital_letters(administrator, state):
    with pytest.raises(ValidationError):
        made(administrator, state=state)


def test_an_e_mail_is_used_once_whatever_its_case(administrator):
    made(administrator)
    with pytest.raises(ValidationError):
        made(administrator)


def test_the_invitation_link_chooses_the_password_once(administrator):
    user = made(administrator)
    link = actions.invite(user=user, by=administrator)
    path = "/" + link.split("/", 3)[3]
    browser = Client()
    page = browser.get(path, follow=True)
    sent = {"password1": PASSWORD, "password2": PASSWORD}
    browser.post(page.request["PATH_INFO"], sent)
    assert fresh(user).check_password(PASSWORD)
    again = Client().get(path, follow=True)
    assert again.context["token_fail"]
    with pytest.raises(Conflict):
        actions.invite(user=user, by=administrator)


def test_a_new_link_ends_the_one_before(administrator):
    user = made(administrator)
    old = actions.invite(user=user, by=administrator)
    new = actions.invite(user=user, by=administrator)
    assert old != new
    assert Client().get("/" + old.split("/", 3)[3], follow=True).context["token_fail"]


def test_an_edit_needs_a_reason_and_keeps_no_name_in_the_log(administrator, reviewer):
    with pytest.raises(RuleBroken) as refused:
        actions.edit_user(user=reviewer, by=administrator, reason=" ", name="Other")
    assert refused.value.pointer == "/reason"
    actions.edit_user(user=reviewer, by=administrator, reason="married", name="Planted Name")
    event = Event.objects.get(type="user.edited")
    assert "Planted" not in str(event.changes)


def test_a_state_that_hides_cases_is_not_taken_away_by_one_person(administrator, lead, reviewer):
    change = {"user": reviewer, "by": administrator, "reason": "it was wrong"}
    actions.edit_user(**change, state="KE")
    with pytest.raises(RuleBroken) as refused:
        actions.edit_user(**change, state="")
    assert refused.value.code == "state_decides_recusal"
    actions.revoke_grant(grant=reviewer.grants.get(), by=administrator, reason="to correct it")
    actions.edit_user(**change, state="")
    assert fresh(reviewer).state == ""


def test_suspension_ends_sessions_and_tokens_for_good(administrator, ngo, client_of):
    _token, secret = actions.issue_token(user=ngo, name="x", scopes=["figures.pull"], by=ngo)
    browser = client_of(ngo)
    assert browser.get("/account/").status_code == 200
    actions.suspend_user(user=ngo, by=administrator, reason="left")
    assert browser.get("/account/").status_code == 302
    assert actions.find_token(secret=secret) is None
    actions.reactivate_user(user=ngo, by=administrator, reason="came back")
    assert browser.get("/account/").status_code == 302
    assert actions.find_token(secret=secret) is None
    assert client_of(fresh(ngo)).get("/account/").status_code == 200
    kinds = set(Event.objects.values_list("type", flat=True))
    assert {"user.suspended", "user.reactivated", "token.revoked"} <= kinds


def test_nobody_suspends_themselves_and_nothing_is_done_twice(administrator, ngo):
    with pytest.raises(NotPermitted):
        actions.suspend_user(user=administrator, by=administrator, reason="x")
    with pytest.raises(Conflict):
        actions.reactivate_user(user=ngo, by=administrator, reason="x")
    actions.suspend_user(user=ngo, by=administrator, reason="x")
    with pytest.raises(Conflict):
        actions.suspend_user(user=ngo, by=administrator, reason="x")


def test_a_role_that_sees_cases_waits_for_another_person(administrator, lead, lead2, outsider):
    grant = actions.grant_role(user=outsider, role="reviewer", by=administrator, reason="hired")
    assert not holds(fresh(outsider), Permission.CASE_SEE)
    with pytest.raises(NotPermitted):
        actions.approve_grant(grant=grant, by=administrator)
    actions.approve_grant(grant=grant, by=lead)
    assert holds(fresh(outsider), Permission.CASE_SEE)
    with pytest.raises(Conflict):
        actions.approve_grant(grant=grant, by=lead2)


def test_leads_are_told_of_a_waiting_role_without_a_name(administrator, lead, lead2, outsider):
    grant = actions.grant_role(user=outsider, role="reviewer", by=administrator, reason="hired")
    told = Notice.objects.filter(kind="role_awaits_approval", subject_id=str(grant.pk))
    assert {notice.recipient_id for notice in told} == {lead.pk, lead2.pk}
    assert Message.objects.filter(notice__in=told).count() == 2
    actions.grant_role(user=outsider, role="ngo", by=administrator, reason="hired")
    assert Notice.objects.filter(kind="role_awaits_approval").count() == 2


def test_nobody_approves_their_own_role(administrator, lead, lead2):
    grant = actions.grant_role(user=lead, role="focal_point", by=administrator, reason="x")
    with pytest.raises(NotPermitted):
        actions.approve_grant(grant=grant, by=lead)
    actions.approve_grant(grant=grant, by=lead2)


def test_a_refused_role_never_starts(administrator, lead, outsider):
    grant = actions.grant_role(user=outsider, role="reviewer", by=administrator, reason="x")
    actions.refuse_grant(grant=grant, by=lead, reason="not vetted")
    with pytest.raises(Conflict):
        actions.approve_grant(grant=grant, by=lead)
    assert not holds(fresh(outsider), Permission.CASE_SEE)


@pytest.mark.parametrize(
    ("role", "kind", "value"),
    [
        ("reviewer", "department", "HT99"),
        ("reviewer", "track", "sea"),
        ("reviewer", "track", "nothing"),
        ("reviewer", "contingent", "FR"),
        ("reviewer", "department", ""),
        ("reviewer", "", "HT01"),
        ("reviewer", "planet", "mars"),
    ],
)
def test_a_limit_that_does_not_exist_is_refused(administrator, outsider, role, kind, value):
    with pytest.raises(RuleBroken) as refused:
        actions.grant_role(
            user=outsider, role=role, by=administrator, scope_kind=kind, scope_value=value
        )
    assert refused.value.pointer == "/scope_value"
    assert not RoleGrant.objects.filter(user=outsider).exists()


@pytest.mark.parametrize(
    ("kind", "value"), [("department", "HT01"), ("track", "death"), ("contingent", "KE")]
)
def test_a_limit_that_exists_is_kept(administrator, outsider, kind, value):
    grant = actions.grant_role(
        user=outsider, role="reviewer", by=administrator, scope_kind=kind, scope_value=value
    )
    assert (grant.scope_kind, grant.scope_value) == (kind, value)


def test_a_role_cannot_end_before_it_starts(administrator, outsider):
    day = datetime.date(2026, 3, 1)
    with pytest.raises(ValidationError):
        actions.grant_role(
            user=outsider,
            role="ngo",
            by=administrator,
            starts_on=day,
            ends_on=day - datetime.timedelta(days=1),
        )
