"""Who may see a stored file: whoever may see what it hangs on, as the slices that hold files say."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

Rule = Callable[[Any], Q]
NOTHING = Q(pk__in=())
_holders: dict[str, Rule] = {}


def register_holder(label: str, rule: Rule) -> None:
    """`rule(user)` is a condition on stored files: those the person may see through this holder."""
    _holders[label] = rule


def visible_files(user: Any) -> Q:
    """Deny by default: a file that nothing holds is nobody's."""
    if not getattr(user, "pk", None):
        return NOTHING
    return reduce(or_, (rule(user) for rule in _holders.values()), NOTHING)
