"""How allauth works here: by invitation, without addresses, with sealed secrets and slow guessing."""

import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.account.signals import password_reset
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils.translation import gettext as _

from oversight.accounts.actions import (
    end_other_sessions,
    guessing,
    has_second_step,
    note_factor,
    note_sign_in,
)
from oversight.accounts.forms import wait_sentence
from oversight.accounts.middleware import (
    CODES_UNSEEN,
    RECORD,
    RECORD_AT,
    RECORD_DIGEST,
    SEEN,
    begin_session,
    number_of_device,
)
from oversight.accounts.models import User
from oversight.sealing.rules import decrypt, encrypt


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation; mails are plain and neutral."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        # No limit looks at it; the network address of a person is never kept.
        return "0.0.0.0"  # noqa: S104

    def get_http_user_agent(self, request: HttpRequest) -> str:
        return ""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context.pop("request", None)
        super().send_mail(template_prefix, email, context)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The same words, after the same work, whether there is such an account or not."""
        who = self._who(request, credentials)
        if wait := guessing.take_try(**who):
            raise wait_sentence(wait)
        user = super().authenticate(request, **credentials)
        if user:
            guessing.note_success(**who)
        else:
            guessing.note_failure(**who)
        return user

    def _who(self, request: HttpRequest, credentials: dict[str, Any]) -> dict[str, str]:
        account = str(credentials.get("email") or credentials.get("username") or "")
        return {
            "kind": "password",
            "account": account,
            "device": number_of_device(request, account),
        }

    def login(self, request: HttpRequest, user: Any) -> None:
        """As allauth does; and the person's open pages go on where their session was locked."""
        same = getattr(request, "locked_person", "") == str(user.pk)
        super().login(request, user)
        session = request.session
        header = request.headers.get("User-Agent", "")
        record = note_sign_in(user=user, key=session.session_key or "", header=header)
        session[RECORD], session[RECORD_DIGEST] = str(record.pk), record.digest
        session[RECORD_AT] = session[SEEN]
        request.known_account = user.email  # type: ignore[attr-defined]
        secret = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
        if same and secret:
            # Pages that stood open while the session was locked keep the token they were given.
            request.META.update({"CSRF_COOKIE": secret, "CSRF_COOKIE_NEEDS_UPDATE": True})

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Who has just signed in is not asked again."""
        request = context.request
        records = get_authentication_records(request, request.user)
        newest = max((record["at"] for record in records), default=0)
        return time.time() - newest > account_settings.REAUTHENTICATION_TIMEOUT


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets are sealed; neither an app nor a key shows whose office it is for."""

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def _get_site_name(self) -> str:
        return settings.SITE_NAME

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.name)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}


def _on_sign_in(request: HttpRequest, **about: Any) -> None:
    begin_session(request)


def _on_new_password(request: HttpRequest, user: User, **about: Any) -> None:
    """Who opened the link in the mailbox is the person: this device counts as theirs from now."""
    request.known_account = user.email  # type: ignore[attr-defined]
    guessing.note_success(kind="password", account=user.email)


def _on_factor(request: HttpRequest, user: User, authenticator: Any, **about: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        request.session[CODES_UNSEEN] = True
        return
    others = Authenticator.objects.filter(user=user, type__in=("totp", "webauthn"))
    if not others.exclude(pk=authenticator.pk).exists():
        # Sessions from before were opened with less.
        end_other_sessions(user=user, current=request.session.session_key or "", by=user)
    record_authentication(request, user, "mfa", type=authenticator.type, id=authenticator.pk)
    note_factor(user=user, type="second_step.added")


def _on_factor_gone(request: HttpRequest, user: User, authenticator: Any, **about: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        request.session.pop(CODES_UNSEEN, None)
        return
    note_factor(user=user, type="second_step.removed")
    if not has_second_step(user):
        records = get_authentication_records(request, user)
        left = [record for record in records if record.get("method") != "mfa"]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = left


def _on_new_codes(request: HttpRequest, user: User, **about: Any) -> None:
    request.session[CODES_UNSEEN] = True
    note_factor(user=user, type="recovery_codes.made")


def listen() -> None:
    """What allauth says of signing in and of second steps."""
    user_logged_in.connect(_on_sign_in, dispatch_uid="accounts.sign_in")
    password_reset.connect(_on_new_password, dispatch_uid="accounts.new_password")
    authenticator_added.connect(_on_factor, dispatch_uid="accounts.factor")
    authenticator_removed.connect(_on_factor_gone, dispatch_uid="accounts.factor_gone")
    authenticator_reset.connect(_on_new_codes, dispatch_uid="accounts.new_codes")
