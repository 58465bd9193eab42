"""The link with which a new person chooses a password. Nobody chooses it for them."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts.actions.common import locked, require_reason
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, require


def link_for(*, user: User) -> str:
    """The address of the page that chooses the password; it serves once, for three days."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    return f"{settings.BASE_URL}{path}"


@transaction.atomic
def invite(*, user: User, by: User | None, now: datetime | None = None) -> str:
    """A fresh link for somebody who has not chosen a password yet; an earlier link dies.

    Who has a password gets a new one by e-mail alone, or an administrator could take the
    account over. `by=None` is the system.
    """
    user = locked(user)
    if by is not None:
        require(by, Permission.ACCOUNT_MANAGE)
    if user.has_usable_password():
        raise Conflict(
            "has_password",
            _("This person has a password. A forgotten one is replaced from the sign-in page."),
        )
    if not user.is_active:
        raise Conflict("suspended", _("This account is suspended."))
    _renew(user, now or timezone.now())
    audit.record(type="user.invited", by=by, target=user, now=now)
    return link_for(user=user)


@transaction.atomic
def withdraw_invitation(*, user: User, by: User, reason: str, now: datetime | None = None) -> User:
    """The link no longer works; the account stays and can be invited anew."""
    user = locked(user)
    require(by, Permission.ACCOUNT_MANAGE)
    require_reason(reason)
    if user.has_usable_password() or user.invited_at is None:
        raise Conflict("not_invited", _("No invitation waits for this person."))
    _renew(user, None)
    audit.record(type="user.invitation_withdrawn", by=by, target=user, reason=reason, now=now)
    return user


def _renew(user: User, invited_at: datetime | None) -> None:
    """Every link is made of the (unusable) password: a new one ends the earlier links."""
    user.set_unusable_password()
    user.invited_at = invited_at
    user.save(update_fields=["password", "invited_at"])
