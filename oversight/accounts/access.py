"""Who may see accounts."""

from typing import Any

from django.db.models import Q

from oversight.authority.choices import Permission
from oversight.authority.rules import holds, reaches


def visible_accounts(user: Any) -> Q:
    """Administrators see every account; everybody sees their own."""
    if holds(user, Permission.ACCOUNT_MANAGE, Permission.GRANT_APPROVE):
        return Q()
    return Q(pk=user.pk) if getattr(user, "pk", None) else Q(pk__in=())


def visible_belongings(user: Any) -> Q:
    """Grants and tokens: as the accounts they belong to."""
    if holds(user, Permission.ACCOUNT_MANAGE, Permission.GRANT_APPROVE):
        return Q()
    return Q(user_id=user.pk) if getattr(user, "pk", None) else Q(pk__in=())


def visible_organisations(user: Any) -> Q:
    """Organisations are known to everybody who works in the office."""
    working = holds(user, Permission.ACCOUNT_MANAGE, Permission.CASE_SEE)
    return Q() if working or bool(reaches(user, Permission.MANDATE_MANAGE)) else Q(pk__in=())
