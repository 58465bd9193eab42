"""Who can see a record, and why: asked of the rule itself."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from oversight.accounts.actions import people_who_see
from oversight.accounts.columns import Limits
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.rules import ROLES


def who_sees(
    subject: Any, *, rule: Callable[[Any], Q], permission: Permission, standings: list[Any]
) -> list[dict[str, Any]]:
    """Everybody whom the rule lets see the record today; `standings` are their rows in the case."""
    standing = {row.user_id: row for row in standings}
    limits = Limits()
    return [
        {"user": user, "why": list(_why(user, standing.get(user.pk), permission, limits))}
        for user in people_who_see(record=subject, rule=rule, permission=permission)
    ]


def _why(user: User, row: Any, permission: Permission, limits: Limits) -> Iterator[str]:
    if row:
        yield str(row.get_kind_display())
    for held in sorted(user.held, key=lambda held: held.role):
        role = ROLES[held.role]
        if permission not in role.permissions:
            continue
        if held.scope_kind:
            text = _("holds the role “%(role)s” (%(limit)s)")
            yield text % {"role": role.name, "limit": limits.of(held)}
        else:
            yield _("holds the role “%(role)s”") % {"role": role.name}
