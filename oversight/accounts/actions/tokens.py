"""API tokens: made by who uses them, shown once, revoked."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts.models import ApiToken, User
from oversight.accounts.rules import LONGEST_TOKEN_DAYS, digest_of, missing_scopes, new_secret
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import NotPermitted, RuleBroken, holds, require

TOKEN_DAYS = 90
USE_NOTED_EVERY = timedelta(minutes=10)


@transaction.atomic
def issue_token(
    *,
    user: User,
    name: str,
    scopes: list[str],
    by: User | None,
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is shown once and kept nowhere."""
    if by is not None and by.pk != user.pk:
        raise NotPermitted("not_yours", _("Tokens are made by the person who uses them."))
    now = now or timezone.now()
    scopes = sorted({Permission(scope).value for scope in scopes})
    expires_at = expires_at or now + timedelta(days=TOKEN_DAYS)
    if by is not None:
        _check_scopes(user, scopes)
        _check_expiry(expires_at, now)
    secret = new_secret()
    token = ApiToken(
        user=user,
        name=name,
        digest=digest_of(secret),
        scopes=scopes,
        created_at=now,
        expires_at=expires_at,
    )
    token.full_clean()
    token.save(force_insert=True)
    changes = {"scopes": (None, token.scopes), "expires_at": (None, token.expires_at)}
    audit.record(type="token.issued", by=by, target=token, subject=user, changes=changes, now=now)
    return token, secret


def _check_scopes(user: User, scopes: list[str]) -> None:
    """A token opens no door that its owner cannot."""
    if not scopes:
        raise RuleBroken("no_scopes", _("Choose at least one thing the token may do."), "/scopes")
    if missing_scopes(scopes, (p for p in Permission if holds(user, p))):
        raise RuleBroken("scope_not_held", _("Choose only what you may do yourself."), "/scopes")


def _check_expiry(expires_at: datetime, now: datetime) -> None:
    if not now < expires_at <= now + timedelta(days=LONGEST_TOKEN_DAYS):
        raise RuleBroken(
            "expiry_out_of_range",
            _("Choose an end within the next %(days)s days.") % {"days": LONGEST_TOKEN_DAYS},
            "/expires_on",
        )


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, now: datetime | None = None) -> ApiToken:
    """End a token at once: by its owner or an administrator."""
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.user_id != by.pk:
        require(by, Permission.ACCOUNT_MANAGE)
    if not token.revoked_at:
        token.revoked_at = now or timezone.now()
        token.save()
        audit.record(type="token.revoked", by=by, target=token, subject=token.user, now=now)
    return token


def find_token(*, secret: str, now: datetime | None = None) -> ApiToken | None:
    """The usable token with this secret; notes its use at most every ten minutes."""
    now = now or timezone.now()
    usable = ApiToken.objects.usable(now).select_related("user")
    token = usable.filter(digest=digest_of(secret)).first()
    if token and (token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token
