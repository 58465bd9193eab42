"""API tokens: made by who uses them, shown once, renamed, given a new secret, revoked."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts.models import ApiToken, User
from oversight.accounts.rules import GRACE_HOURS, digest_of, missing_scopes, new_secret
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken, holds, require

USUAL_DAYS = 90
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
    expires_at = expires_at or now + timedelta(
        days=min(USUAL_DAYS, settings.API_TOKEN_LONGEST_DAYS)
    )
    if by is not None:
        # One after the other: two at once would both be the last one allowed.
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        _check_number(user, now)
        _check_scopes(user, scopes)
        _check_expiry(expires_at, now)
    token = ApiToken(user=user, name=name, scopes=scopes, created_at=now, expires_at=expires_at)
    secret = _with_secret(token)
    changes = {"scopes": (None, token.scopes), "expires_at": (None, token.expires_at)}
    audit.record(type="token.issued", by=by, target=token, subject=user, changes=changes, now=now)
    return token, secret


def _with_secret(token: ApiToken) -> str:
    """Save the new row with the digest of a fresh secret."""
    secret = new_secret()
    token.digest = digest_of(secret)
    token.full_clean()
    token.save(force_insert=True)
    return secret


def _check_number(user: User, now: datetime) -> None:
    most = settings.API_TOKENS_OF_ONE
    if ApiToken.objects.usable(now).filter(user=user.pk).count() >= most:
        message = _("You have %(most)d tokens that work. Revoke one that no program uses.")
        raise RuleBroken("too_many_tokens", message % {"most": most})


def _check_scopes(user: User, scopes: list[str]) -> None:
    """A token opens no door that its owner cannot."""
    if not scopes:
        raise RuleBroken("no_scopes", _("Choose at least one thing the token may do."), "/scopes")
    if missing_scopes(scopes, (p for p in Permission if holds(user, p))):
        raise RuleBroken("scope_not_held", _("Choose only what you may do yourself."), "/scopes")


def _check_expiry(expires_at: datetime, now: datetime) -> None:
    longest = settings.API_TOKEN_LONGEST_DAYS
    if not now < expires_at <= now + timedelta(days=longest):
        raise RuleBroken(
            "expiry_out_of_range",
            _("Choose an end within the next %(days)s days.") % {"days": longest},
            "/days",
        )


def _own(token: ApiToken, by: User) -> ApiToken:
    """The row as it is now, locked; of its owner alone."""
    token = ApiToken.objects.select_for_update(of=("self",)).select_related("user").get(pk=token.pk)
    if token.user_id != by.pk:
        raise NotPermitted("not_yours", _("Only the person who uses a token may change it."))
    return token


def _require_usable(token: ApiToken, now: datetime) -> None:
    if token.revoked_at or token.expires_at <= now:
        raise Conflict("token_ended", _("This token has ended. Make a new one."))


@transaction.atomic
def rename_token(*, token: ApiToken, name: str, by: User, now: datetime | None = None) -> ApiToken:
    """Call a token by another name; programs do not notice."""
    token = _own(token, by)
    old, token.name = token.name, name
    token.full_clean()
    if token.name != old:
        token.save(update_fields=("name",))
        changes = {"name": (old, token.name)}
        audit.record(
            type="token.renamed", by=by, target=token, subject=by, changes=changes, now=now
        )
    return token


@transaction.atomic
def rotate_token(
    *, token: ApiToken, grace_hours: int, by: User, now: datetime | None = None
) -> tuple[ApiToken, str]:
    """A new secret with the same name, scopes and length of life. The old one ends after the grace."""
    now = now or timezone.now()
    token = _own(token, by)
    _require_usable(token, now)
    if token.is_replaced:
        raise Conflict("already_replaced", _("This token already has a new secret."))
    if grace_hours not in GRACE_HOURS:
        raise RuleBroken("unknown_grace", _("Choose one of the offered times."), "/grace")
    _check_scopes(by, token.scopes)
    longest = timedelta(days=settings.API_TOKEN_LONGEST_DAYS)
    fresh = ApiToken(
        user=token.user,
        name=token.name,
        scopes=token.scopes,
        created_at=now,
        expires_at=now + min(token.expires_at - token.created_at, longest),
        replaces=token,
    )
    secret = _with_secret(fresh)
    ends = token.expires_at
    token.expires_at = min(ends, now + timedelta(hours=grace_hours))
    if not grace_hours:
        token.revoked_at = now
    token.save(update_fields=("expires_at", "revoked_at"))
    changes = {"expires_at": (ends, token.expires_at)}
    audit.record(type="token.rotated", by=by, target=token, subject=by, changes=changes, now=now)
    new = {"scopes": (None, fresh.scopes), "expires_at": (None, fresh.expires_at)}
    audit.record(type="token.issued", by=by, target=fresh, subject=by, changes=new, now=now)
    return fresh, secret


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
