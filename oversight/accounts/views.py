"""Sign-in pages: allauth with sign-up closed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation; mails are plain and neutral."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        # Rate limits are by account; the network address of a person is never kept.
        return "0.0.0.0"  # noqa: S104

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context.pop("request", None)
        super().send_mail(template_prefix, email, context)
