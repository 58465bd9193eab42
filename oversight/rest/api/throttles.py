"""Rate limits that say when to come back. Keys are a token, an account or a digest: no address."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from oversight.rest.actions import anonymous, count
from oversight.rest.api.errors import TooMany
from oversight.rest.rules import MINUTE, Used, Window, left_text, policy_text, token_name

ANONYMOUS, TOKEN = "anonymous", "token"


def client_of(request: Request, address: str) -> tuple[str, str]:
    """The kind of limits and the name under which this request counts."""
    if request.auth is not None:
        return TOKEN, token_name(request.auth.pk)
    if request.user and request.user.is_authenticated:
        return TOKEN, f"account:{request.user.pk}"
    return ANONYMOUS, f"anonymous:{anonymous(address, timezone.now())}"


def come_back(window: Window) -> str:
    """When there will be an answer again, by the clock of the office."""
    at = timezone.localtime(window.ends)
    words = {"limit": window.limit, "time": date_format(at, "H:i"), "day": date_format(at, "j F Y")}
    if window.name == MINUTE:
        return (
            _(
                "All %(limit)s requests of this minute are used. Come back at %(time)s, "
                "Port-au-Prince time."
            )
            % words
        )
    return (
        _(
            "All %(limit)s requests of this day are used. Come back on %(day)s at %(time)s, "
            "Port-au-Prince time."
        )
        % words
    )


class Quota(BaseThrottle):
    """So many requests a minute and a day: of a token, of a person, of an anonymous client."""

    def allow_request(self, request: Request, view: Any) -> bool:
        now = timezone.now()
        kind, who = client_of(request, str(self.get_ident(request)))
        found, full = count(kind=kind, who=who, now=now)
        request.quota = found
        if full:
            raise TooMany(full.seconds_left(now), come_back(full))
        return True


class LimitedView:
    """Mix-in of APIViews: refusals count too, and every answer tells what is left."""

    def perform_authentication(self, request: Request) -> None:
        try:
            super().perform_authentication(request)  # type: ignore[misc]
        finally:
            # Before permissions: who keeps asking for what they may not have is slowed as well.
            super().check_throttles(request)  # type: ignore[misc]

    def check_throttles(self, request: Request) -> None:
        """Done while signing in."""

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        found: list[Used] = getattr(request, "quota", [])
        if policy := policy_text(found):
            response["RateLimit-Policy"] = policy
        if left := left_text(found, timezone.now()):
            response["RateLimit"] = left
        return response
