"""What the actions on accounts share."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from oversight.accounts.models import User
from oversight.authority.rules import RuleBroken


def locked(user: User) -> User:
    """The row as it is now, nobody else changing it."""
    return User.objects.get_queryset().select_for_update(of=("self",)).get(pk=user.pk)


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Give a reason. It stays in the office."), "/reason")


def take_over(row: Any, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set what differs; gives field: (old, new) for the event."""
    changes = {}
    for field, new in values.items():
        old = getattr(row, field)
        if old != new:
            setattr(row, field, new)
            changes[field] = (old, new)
    return changes
