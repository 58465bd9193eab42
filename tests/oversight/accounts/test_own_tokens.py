"""A person's own tokens: made, shown once, listed, revoked."""

import datetime

import pytest
import time_machine
from django.core import mail as mails
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from oversight.accounts.actions import (
    find_token,
    issue_token,
    rename_token,
    revoke_grant,
    revoke_token,
    rotate_token,
)
from oversight.accounts.models import ApiToken, User
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.actions import send_pending, tell_of_ending_tokens
from oversight.deadlines.models import Notice

pytestmark = pytest.mark.django_db
PAGE = "/account/tokens/"
NOON = datetime.datetime(2041, 11, 20, 17, tzinfo=datetime.UTC)


def sent(**more):
    return {"name": "script", "scopes": ["figures.pull"], "days": "30", **more}


def test_a_token_is_made_shown_once_and_works(client_of, ngo, api):
    browser = client_of(ngo)
    secret = browser.post(PAGE, sent()).context["secret"]
    assert find_token(secret=secret).user == ngo
    page = browser.get(PAGE)
    assert "script" in page.content.decode()
    assert secret not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("who", ["administrator", "outsider"])
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
        ({"days": "-1"}, "days"),
        ({"days": "366"}, "days"),
        ({"days": "soon"}, "days"),
        ({"days": ""}, "days"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client_of, ngo, wrong, field):
    answer = client_of(ngo).post(PAGE, sent(**wrong))
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("count", [30, 90, 365])
def test_a_token_ends_as_long_from_now_as_was_chosen(client_of, ngo, count):
    client_of(ngo).post(PAGE, sent(days=str(count)))
    token = ApiToken.objects.get()
    assert abs(token.expires_at - token.created_at - datetime.timedelta(days=count)).seconds < 5


def test_the_office_may_allow_less(client_of, ngo, settings):
    settings.API_TOKEN_LONGEST_DAYS = 60
    browser = client_of(ngo)
    assert browser.post(PAGE, sent(days="90")).status_code == 400
    form = browser.get(PAGE).context["form"]
    assert [days for days, _label in form.fields["days"].choices] == [30]
    settings.API_TOKEN_LONGEST_DAYS = 7
    form = browser.get(PAGE).context["form"]
    assert [days for days, _label in form.fields["days"].choices] == [7]


def test_who_has_many_makes_no_more(client_of, ngo, settings):
    settings.API_TOKENS_OF_ONE = 2
    browser = client_of(ngo)
    codes = [browser.post(PAGE, sent()).status_code for _ in range(3)]
    assert codes == [200, 200, 400]
    revoke_token(token=ApiToken.objects.first(), by=ngo)
    assert browser.post(PAGE, sent()).status_code == 200


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


def test_one_press_renames(client_of, ngo):
    token, _secret = issue_token(user=ngo, name="x", scopes=["figures.pull"], by=ngo)
    browser = client_of(ngo)
    address = f"{PAGE}{token.pk}/rename/"
    for wrong in ({}, {"name": ""}, {"name": "y" * 81}):
        assert browser.post(address, wrong).status_code == 302
        assert ApiToken.objects.get().name == "x"
    browser.post(address, {"name": "monthly"})
    assert ApiToken.objects.get().name == "monthly"
    event = Event.objects.get(type="token.renamed")
    assert "monthly" not in str(event.changes)


@pytest.mark.parametrize("grace", ["0", "24", "72"])
def test_a_new_secret_is_shown_once_and_the_old_one_ends_when_chosen(client_of, ngo, grace):
    with time_machine.travel(NOON, tick=False):
        token, old = issue_token(user=ngo, name="x", scopes=["figures.pull"], by=ngo)
        answer = client_of(ngo).post(f"{PAGE}{token.pk}/rotate/", {"grace": grace})
    secret = answer.context["secret"]
    assert secret in answer.content.decode() and "no-store" in answer["Cache-Control"]
    ends = NOON + datetime.timedelta(hours=int(grace))
    before = ends - datetime.timedelta(microseconds=1)
    assert bool(find_token(secret=old, now=before)) is bool(int(grace))
    assert find_token(secret=old, now=ends) is None
    fresh = find_token(secret=secret, now=ends)
    assert (fresh.replaces, fresh.name, fresh.scopes) == (token, "x", ["figures.pull"])
    assert fresh.expires_at == NOON + datetime.timedelta(days=90)
    assert Event.objects.filter(type="token.rotated", target_id=str(token.pk)).count() == 1


@pytest.mark.parametrize("wrong", [{}, {"grace": "25"}, {"grace": "-1"}, {"grace": "x"}])
def test_an_unknown_grace_changes_nothing(client_of, ngo, wrong):
    token, secret = issue_token(user=ngo, name="x", scopes=["figures.pull"], by=ngo)
    assert client_of(ngo).post(f"{PAGE}{token.pk}/rotate/", wrong).status_code == 302
    assert ApiToken.objects.count() == 1 and find_token(secret=secret)
    with pytest.raises(RuleBroken):
        rotate_token(token=token, grace_hours=25, by=ngo)


def test_a_token_that_ends_within_the_grace_is_not_prolonged(ngo):
    end = NOON + datetime.timedelta(hours=5)
    token, _old = issue_token(
        user=ngo, name="x", scopes=["figures.pull"], by=ngo, expires_at=end, now=NOON
    )
    rotate_token(token=token, grace_hours=72, by=ngo, now=NOON)
    token.refresh_from_db()
    assert token.expires_at == end


def test_only_a_token_that_works_and_was_not_replaced_gets_a_new_secret(ngo):
    token, _old = issue_token(user=ngo, name="x", scopes=["figures.pull"], by=ngo)
    fresh, _secret = rotate_token(token=token, grace_hours=24, by=ngo)
    with pytest.raises(Conflict, match="already has a new secret"):
        rotate_token(token=token, grace_hours=24, by=ngo)
    revoke_token(token=fresh, by=ngo)
    with pytest.raises(Conflict, match="has ended"):
        rotate_token(token=fresh, grace_hours=24, by=ngo)


def test_a_new_secret_needs_the_role_still(ngo, administrator):
    token, _old = issue_token(user=ngo, name="x", scopes=["figures.pull"], by=ngo)
    for grant in ngo.grants.all():
        revoke_grant(grant=grant, by=administrator, reason="left")
    with pytest.raises(RuleBroken, match="only what you may do"):
        rotate_token(token=token, grace_hours=24, by=User.objects.get(pk=ngo.pk))


@pytest.mark.parametrize("act", ["rename", "rotate", "revoke"])
def test_somebody_elses_token_is_not_there(client_of, ngo, administrator, lead, act):
    token, secret = issue_token(user=ngo, name="x", scopes=["figures.pull"], by=ngo)
    address = f"{PAGE}{token.pk}/{act}/"
    data = {"name": "y", "grace": "0"}
    assert Client().post(address, data).status_code == 302
    for person in (administrator, lead):
        assert client_of(person).post(address, data).status_code == 404
        assert client_of(person).get(address).status_code == 405
    assert find_token(secret=secret).name == "x"
    with pytest.raises(NotPermitted):
        rename_token(token=token, name="y", by=lead)
    with pytest.raises(NotPermitted):
        rotate_token(token=token, grace_hours=0, by=lead)


def test_the_page_tells_use_and_quota(client_of, ngo, settings):
    settings.API_LIMITS = {"token": {"minute": 0, "day": 1234}, "anonymous": {}}
    browser = client_of(ngo)
    secret = browser.post(PAGE, sent()).context["secret"]
    assert "never" in browser.get(PAGE).content.decode()
    program = APIClient(headers={"authorization": f"Bearer {secret}"})
    for _ in range(2):
        assert program.get("/api/v1/me/").status_code == 200
    page = browser.get(PAGE).content.decode()
    assert "2 of 1,234 since midnight in Port-au-Prince" in page
    assert "within the last hour" in page
    assert "127.0.0.1" not in page.split("<h2>Your tokens", 1)[1]


def test_a_page_of_many_tokens_takes_as_many_queries_as_one(client_of, ngo):
    browser = client_of(ngo)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(PAGE).status_code == 200
        return len(captured)

    issue_token(user=ngo, name="x", scopes=["figures.pull"], by=ngo)
    queries()
    one = queries()
    for _ in range(8):
        token, _secret = issue_token(user=ngo, name="x", scopes=["figures.pull"], by=ngo)
        rotate_token(token=token, grace_hours=24, by=ngo)
    assert queries() == one


def test_a_program_asks_what_its_token_may(api, ngo):
    told = api(ngo).get("/api/v1/me/").json()
    assert told["roles"] == ["ngo"] and told["token"]["scopes"] == ["figures.pull"]
    assert not told["token"]["replaced"]
    day = next(one for one in told["limits"] if one["window"] == "day")
    assert day["left"] == day["limit"] - 1
    assert "digest" not in told["token"] and "ot_" not in str(told)


def test_without_a_token_nobody_is_told_anything(client_of, ngo):
    assert APIClient().get("/api/v1/me/").status_code == 401
    assert client_of(ngo).get("/api/v1/me/").json()["token"] is None


def test_the_owner_is_told_once_two_weeks_before(ngo, monitor):
    end = NOON + datetime.timedelta(days=14)
    late = end + datetime.timedelta(microseconds=1)
    for person, expires_at in ((ngo, end), (monitor, late)):
        issue_token(user=person, name="secret plan", scopes=["figures.pull"], by=None,
                    expires_at=expires_at, now=NOON)  # fmt: skip
    assert tell_of_ending_tokens(now=NOON) == 1
    assert tell_of_ending_tokens(now=NOON) == 0
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (ngo, "token_ends")
    send_pending(until=timezone.now() + datetime.timedelta(seconds=20))
    mail = mails.outbox[0]
    assert "secret plan" not in mail.subject + mail.body and "token" not in mail.subject.lower()


def test_of_a_replaced_or_ended_token_nobody_is_told(ngo):
    soon = NOON + datetime.timedelta(days=5)
    one, two = (
        issue_token(user=ngo, name="x", scopes=["figures.pull"], by=ngo, expires_at=soon, now=NOON)[
            0
        ]
        for _ in range(2)
    )
    revoke_token(token=one, by=ngo, now=NOON)
    fresh, _secret = rotate_token(token=two, grace_hours=72, by=ngo, now=NOON)
    ApiToken.objects.filter(pk=fresh.pk).update(expires_at=NOON + datetime.timedelta(days=60))
    assert tell_of_ending_tokens(now=NOON) == 0
