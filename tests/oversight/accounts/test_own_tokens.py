"""A person's own tokens: made, shown once, listed, revoked."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from oversight.accounts.actions import find_token, issue_token
from oversight.accounts.models import ApiToken
from oversight.authority.rules import RuleBroken

pytestmark = pytest.mark.django_db
PAGE = "/account/tokens/"


def sent(**more):
    later = timezone.localdate() + datetime.timedelta(days=30)
    return {"name": "script", "scopes": ["figures.pull"], "expires_on": later.isoformat(), **more}


def days(count):
    return (timezone.localdate() + datetime.timedelta(days=count)).isoformat()


def test_a_token_is_made_shown_once_and_works(client_of, ngo, api):
    browser = client_of(ngo)
    secret = browser.post(PAGE, sent()).context["secret"]
    assert find_token(secret=secret).user == ngo
    page = browser.get(PAGE)
    assert "script" in page.content.decode()
    assert secret not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("who", ["administrator", "auditor", "outsider"])
def test_who_cannot_use_the_api_has_no_tokens(client_of, everybody, who):
    browser = client_of(everybody[who])
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, sent()).status_code == 403
    assert not ApiToken.objects.exists()
    assert PAGE not in browser.get("/account/").content.decode()


def test_a_stranger_is_sent_to_sign_in():
    assert Client().get(PAGE).status_code == 302


@pytest.mark.parametrize("who", ["monitor", "ngo", "reviewer", "lead"])
def test_the_account_page_leads_there(client_of, everybody, who):
    browser = client_of(everybody[who])
    assert PAGE in browser.get("/account/").content.decode()
    assert browser.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"scopes": ["case.see"]}, "scopes"),
        ({"scopes": []}, "scopes"),
        ({"name": ""}, "name"),
        ({"expires_on": days(-1)}, "expires_on"),
        ({"expires_on": days(366)}, "expires_on"),
        ({"expires_on": "soon"}, "expires_on"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client_of, ngo, wrong, field):
    answer = client_of(ngo).post(PAGE, sent(**wrong))
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("count", [0, 365])
def test_the_first_and_the_last_day_are_allowed(client_of, ngo, count):
    assert client_of(ngo).post(PAGE, sent(expires_on=days(count))).context["secret"]


def test_the_action_refuses_what_the_owner_may_not_do(ngo):
    with pytest.raises(RuleBroken) as refused:
        issue_token(user=ngo, name="x", scopes=["case.see"], by=ngo)
    assert refused.value.code == "scope_not_held"


def test_only_the_owner_revokes_here(client_of, ngo, monitor):
    token, _secret = issue_token(user=ngo, name="x", scopes=["figures.pull"], by=ngo)
    address = f"{PAGE}{token.pk}/revoke/"
    assert client_of(monitor).post(address).status_code == 404
    assert client_of(ngo).get(address).status_code == 405
    assert client_of(ngo).post(address).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at
