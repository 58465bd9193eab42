"""Every write to accounts."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts.models import ApiToken, Organisation, RoleGrant, User
from oversight.accounts.rules import digest_of, new_secret
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import ROLES, Conflict, NotPermitted, RuleBroken, require

TOKEN_DAYS = 90
USE_NOTED_EVERY = timedelta(minutes=10)


@transaction.atomic
def create_user(
    *,
    email: str,
    name: str,
    by: User | None,
    organisation: Organisation | None = None,
    language: str = "fr",
    state: str = "",
    password: str | None = None,
    now: datetime | None = None,
) -> User:
    """A new account without any role. `by=None` is the system (first run, demo)."""
    if by is not None:
        require(by, Permission.ACCOUNT_MANAGE)
    user = User(
        email=User.objects.normalize_email(email).lower(),
        name=name,
        organisation=organisation,
        language=language,
        state=state,
    )
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    audit.record(type="user.created", by=by, target=user, now=now)
    return user


@transaction.atomic
def choose_language(*, user: User, language: str, by: User, now: datetime | None = None) -> User:
    """The language of a person's pages and e-mails; each chooses their own."""
    user = User.objects.get_queryset().select_for_update(of=("self",)).get(pk=user.pk)
    if by.pk != user.pk:
        raise NotPermitted("not_yours", _("Each person chooses their own language."))
    before = user.language
    user.language = language
    user.full_clean()
    user.save(update_fields=["language"])
    audit.record(
        type="user.language_chosen",
        by=by,
        target=user,
        changes={"language": (before, language)},
        now=now,
    )
    return user


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    by: User | None,
    reason: str = "",
    scope_kind: str = "",
    scope_value: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    now: datetime | None = None,
) -> RoleGrant:
    """Give a role. One that sees cases waits for a lead unless the system gives it."""
    if by is not None:
        require(by, Permission.ACCOUNT_MANAGE)
        if by.pk == user.pk:
            raise NotPermitted("self_grant", _("Nobody gives a role to themselves."))
    if role not in ROLES:
        raise RuleBroken("unknown_role", _("There is no such role."), "/role")
    grant = RoleGrant(
        user=user,
        role=role,
        scope_kind=scope_kind,
        scope_value=scope_value,
        starts_on=starts_on or timezone.localdate(now),
        ends_on=ends_on,
        reason=reason,
        awaits_approval=by is not None and ROLES[role].sees_cases,
        granted_by=by,
        granted_at=now or timezone.now(),
    )
    grant.full_clean()
    grant.save(force_insert=True)
    changes = {"role": (None, role), "scope_value": (None, scope_value)}
    audit.record(
        type="role.granted", by=by, target=grant, subject=user, reason=reason, changes=changes
    )
    return grant


@transaction.atomic
def approve_grant(
    *, grant: RoleGrant, by: User, reason: str = "", now: datetime | None = None
) -> RoleGrant:
    """The second signature on a role that sees cases."""
    grant = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    require(by, Permission.GRANT_APPROVE)
    if by.pk in (grant.granted_by_id, grant.user_id):
        raise NotPermitted("same_person", _("Somebody else has to approve this."))
    if not grant.awaits_approval or grant.revoked_at:
        raise Conflict("not_waiting", _("This role does not wait for approval."))
    grant.awaits_approval = False
    grant.approved_by = by
    grant.approved_at = now or timezone.now()
    grant.full_clean()
    grant.save()
    audit.record(type="role.approved", by=by, target=grant, subject=grant.user, reason=reason)
    return grant


@transaction.atomic
def revoke_grant(
    *, grant: RoleGrant, by: User, reason: str, now: datetime | None = None
) -> RoleGrant:
    """End a role at once."""
    grant = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    require(by, Permission.ACCOUNT_MANAGE)
    if grant.revoked_at:
        raise Conflict("already_revoked", _("This role has already ended."))
    grant.revoked_by = by
    grant.revoked_at = now or timezone.now()
    grant.save()
    audit.record(type="role.revoked", by=by, target=grant, subject=grant.user, reason=reason)
    return grant


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
    secret = new_secret()
    token = ApiToken(
        user=user,
        name=name,
        digest=digest_of(secret),
        scopes=sorted(Permission(scope).value for scope in scopes),
        created_at=now,
        expires_at=expires_at or now + timedelta(days=TOKEN_DAYS),
    )
    token.full_clean()
    token.save(force_insert=True)
    changes = {"scopes": (None, token.scopes), "expires_at": (None, token.expires_at)}
    audit.record(type="token.issued", by=by, target=token, subject=user, changes=changes, now=now)
    return token, secret


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
