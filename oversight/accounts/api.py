"""Signing in to the API."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from oversight.accounts.actions import find_token
from oversight.accounts.middleware import second_step_missing


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

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        if found and second_step_missing(request._request):
            raise PermissionDenied(
                _("Set up your second step on the site first."), code="second_step_missing"
            )
        return found


class TokenScheme(OpenApiAuthenticationExtension):
    """How the API description speaks of tokens."""

    target_class = TokenSignIn
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):
    """How the API description speaks of the site's session."""

    target_class = SessionSignIn
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
