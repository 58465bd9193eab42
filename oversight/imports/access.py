"""Who may see imports: who may run them."""

from typing import Any

from django.db.models import Q

from oversight.authority.choices import Permission
from oversight.authority.rules import holds, reaches

# Which permission each target asks for, filled as targets are registered.
_needed: dict[str, Permission] = {}


def declare(target: str, permission: Permission) -> None:
    _needed[target] = permission


def may_import() -> tuple[Permission, ...]:
    """Permissions that open the screens of imports: of any target."""
    return tuple(dict.fromkeys(_needed.values()))


def visible_imports(user: Any, by: str = "by") -> Q:
    """Runs and their keys, of the targets the person may import into; a key may be a reference
    of the other office, so nobody else. Who may for some contingents alone sees what they brought
    themselves: a file, and what is noted of it, may be about others. `by` leads to who ran it."""
    found = Q(pk__in=())
    for target, needed in _needed.items():
        held = reaches(user, needed)
        if any(not reach.contingent for reach in held):
            found |= Q(target=target)
        elif held:
            found |= Q(target=target, **{by: user.pk})
    # Of a target that is no longer declared the trace stays with who runs imports.
    return found | ~Q(target__in=_needed) if holds(user, Permission.IMPORT_RUN) else found
