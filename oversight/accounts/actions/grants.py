"""Roles: given, approved by a second person, ended."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts.actions.common import locked, require_reason
from oversight.accounts.models import RoleGrant, User
from oversight.accounts.rules import scope_fits, tell_of_waiting
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import ROLES, Conflict, NotPermitted, RuleBroken, clash, require


def _check_role(role: str, scope_kind: str, scope_value: str) -> None:
    if role not in ROLES:
        raise RuleBroken("unknown_role", _("There is no such role."), "/role")
    if not scope_fits(ROLES[role], scope_kind, scope_value):
        raise RuleBroken(
            "scope_unknown",
            _("This role cannot be limited to that. Choose a limit from the list."),
            "/scope_value",
        )


def _check_wall(grant: RoleGrant) -> None:
    """Nobody is on both sides of the wall between cases and vetting on any day. Holds the account."""
    locked(grant.user)
    rows = RoleGrant.objects.filter(user=grant.user_id).exclude(pk=grant.pk)
    for other in rows.overlapping(grant.starts_on, grant.ends_on):
        if clash(ROLES[grant.role], ROLES[other.role]):
            message = _(
                "Nobody sees cases and vetting files at the same time, not even in part: this person "
                "is or becomes “%(role)s” on days that overlap. End that role first."
            )
            raise Conflict("incompatible_roles", message % {"role": other}, "/role")


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
    waits: bool = False,
    now: datetime | None = None,
) -> RoleGrant:
    """Give a role. One that sees cases waits for a lead; the system's does when `waits` says so."""
    if by is not None:
        require(by, Permission.ACCOUNT_MANAGE)
        if by.pk == user.pk:
            raise NotPermitted("self_grant", _("Nobody gives a role to themselves."))
    _check_role(role, scope_kind, scope_value)
    grant = RoleGrant(
        user=user,
        role=role,
        scope_kind=scope_kind,
        scope_value=scope_value,
        starts_on=starts_on or timezone.localdate(now),
        ends_on=ends_on,
        reason=reason,
        awaits_approval=(waits or by is not None) and ROLES[role].is_guarded,
        granted_by=by,
        granted_at=now or timezone.now(),
    )
    _check_wall(grant)
    grant.full_clean()
    grant.save(force_insert=True)
    changes = {
        "role": (None, role),
        **({"scope_value": (None, scope_value)} if scope_value else {}),
    }
    audit.record(
        type="role.granted",
        by=by,
        target=grant,
        subject=user,
        reason=reason,
        changes=changes,
        now=now,
    )
    if grant.awaits_approval:
        tell_of_waiting(grant=grant, by=by, now=now)
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
    _check_wall(grant)
    grant.awaits_approval = False
    grant.approved_by = by
    grant.approved_at = now or timezone.now()
    grant.full_clean()
    grant.save()
    audit.record(
        type="role.approved", by=by, target=grant, subject=grant.user, reason=reason, now=now
    )
    return grant


@transaction.atomic
def refuse_grant(
    *, grant: RoleGrant, by: User, reason: str, now: datetime | None = None
) -> RoleGrant:
    """A lead says no to a role that waits: it never starts."""
    grant = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    require(by, Permission.GRANT_APPROVE)
    require_reason(reason)
    if not grant.awaits_approval or grant.revoked_at:
        raise Conflict("not_waiting", _("This role does not wait for approval."))
    return _end(grant, "role.refused", by, reason, now)


@transaction.atomic
def revoke_grant(
    *, grant: RoleGrant, by: User, reason: str, now: datetime | None = None
) -> RoleGrant:
    """End a role at once."""
    grant = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    require(by, Permission.ACCOUNT_MANAGE)
    require_reason(reason)
    if grant.revoked_at:
        raise Conflict("already_revoked", _("This role has already ended."))
    return _end(grant, "role.revoked", by, reason, now)


def somebody_approves() -> bool:
    """Whether there is a lead who can approve roles; until then the machine's keeper gives them."""
    leads = [role.code for role in ROLES.values() if Permission.GRANT_APPROVE in role.permissions]
    running = RoleGrant.objects.running(timezone.localdate())
    return running.filter(role__in=leads, user__is_active=True).exists()


def _end(grant: RoleGrant, type: str, by: User, reason: str, now: datetime | None) -> RoleGrant:
    grant.revoked_by = by
    grant.revoked_at = now or timezone.now()
    grant.full_clean()
    grant.save()
    audit.record(type=type, by=by, target=grant, subject=grant.user, reason=reason, now=now)
    return grant
