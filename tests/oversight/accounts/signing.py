"""Signing in as a person does, and the codes their app would show."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.conf import settings
from django.test import Client

from tests.people import PASSWORD

LOGIN = "/accounts/login/"
SECOND = "/accounts/2fa/authenticate/"
SET_UP = "/account/second-step/"


def browser(**headers):
    client = Client(
        headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0", **headers}
    )
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def code_of(secret, drift=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + drift))


def with_app(user):
    """Give the person an authenticator app; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def recovery_codes(user):
    row = Authenticator.objects.get(user=user, type="recovery_codes")
    return row.wrap().get_unused_codes()


def password_step(client, user, password=PASSWORD, path=LOGIN):
    return client.post(path, {"login": user.email, "password": password})


def sign_in(client, user, secret=None):
    answer = password_step(client, user)
    if secret:
        assert answer["Location"].startswith(SECOND)
        answer = client.post(SECOND, {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return client
