"""States, contingents and units are public; personnel are for those who vet, and for leads."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from oversight.authority.choices import Permission
from oversight.authority.rules import reaches

NOTHING = Q(pk__in=())


def visible_force(user: Any) -> Q:
    """Everybody reads every row."""
    return Q()


def within_states(user: Any, permission: Permission, *paths: str) -> Q:
    """Rows of the States that the permission reaches; `paths` lead from the row to a State's code."""
    held = reaches(user, permission)
    if not held:
        return NOTHING
    if any(not reach.contingent for reach in held):
        return Q()
    codes = {reach.contingent for reach in held}
    return reduce(or_, (Q(**{f"{path}__in": codes}) for path in paths))


def visible_personnel(user: Any) -> Q:
    """The register: those who hold the permission, within their States."""
    return within_states(user, Permission.PERSONNEL_SEE, "state_id")


def visible_memberships(user: Any) -> Q:
    """As the person they are about."""
    return within_states(user, Permission.PERSONNEL_SEE, "personnel__state_id")


def visible_exports(user: Any) -> Q:
    """What one took out oneself."""
    return Q(by=user.pk) if getattr(user, "pk", None) else NOTHING
