"""Tokens: hashed, scoped, expiring, revocable."""

import datetime

import pytest
from django.utils import timezone

from oversight.accounts.actions import find_token, issue_token, revoke_token
from oversight.accounts.models import ApiToken
from oversight.authority.choices import Permission
from oversight.authority.rules import NotPermitted


def test_only_a_digest_of_the_secret_is_kept(ngo):
    token, secret = issue_token(user=ngo, name="script", scopes=["figures.pull"], by=ngo)

    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values().get())
    assert find_token(secret=secret) == token


@pytest.mark.parametrize("spoil", ["expire", "revoke", "suspend", "mistype"])
def test_token_is_useless_once_spoilt(ngo, spoil):
    token, secret = issue_token(user=ngo, name="script", scopes=["figures.pull"], by=ngo)
    if spoil == "expire":
        ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now())
    elif spoil == "revoke":
        revoke_token(token=token, by=ngo)
    elif spoil == "suspend":
        ngo.is_active = False
        ngo.save()
    else:
        secret += "x"

    assert find_token(secret=secret) is None


def test_nobody_makes_a_token_for_another(administrator, ngo):
    with pytest.raises(NotPermitted):
        issue_token(user=ngo, name="x", scopes=["figures.pull"], by=administrator)


def test_unknown_scope_is_refused(ngo):
    with pytest.raises(ValueError, match="all"):
        issue_token(user=ngo, name="x", scopes=["all"], by=ngo)


def test_last_use_is_noted_at_most_every_ten_minutes(ngo):
    token, secret = issue_token(user=ngo, name="x", scopes=[Permission.FIGURES_PULL], by=ngo)
    start = timezone.now()

    find_token(secret=secret, now=start)
    find_token(secret=secret, now=start + datetime.timedelta(minutes=9))
    token.refresh_from_db()
    assert token.last_used_at == start

    find_token(secret=secret, now=start + datetime.timedelta(minutes=11))
    token.refresh_from_db()
    assert token.last_used_at > start
