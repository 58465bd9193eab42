"""Rate limits. Keys are the account or, for the anonymous, a keyed digest: no address is kept."""

from typing import Any

from django.utils.crypto import salted_hmac
from rest_framework.throttling import SimpleRateThrottle


class AnonymousRate(SimpleRateThrottle):
    """Requests without sign-in, by network address."""

    scope = "anonymous"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        if request.user and request.user.is_authenticated:
            return None
        return "rate:" + salted_hmac("rate", self.get_ident(request)).hexdigest()


class AccountRate(SimpleRateThrottle):
    """Requests of one account."""

    scope = "account"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        if not (request.user and request.user.is_authenticated):
            return None
        return f"rate:{request.user.pk}"
