"""Signing in to the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from oversight.accounts.actions import find_token


class TokenSignIn(BaseAuthentication):
    """`Authorization: Bearer <secret>`; the request can do no more than the token's scopes."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = find_token(secret=secret.strip())
        if token is None:
            raise AuthenticationFailed(
                _("This token is unknown, has expired or was revoked."), code="bad_token"
            )
        token.user.token_scopes = frozenset(token.scopes)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SessionSignIn(SessionAuthentication):
    """The site's own session, for the signed-in person trying the API in a browser."""
