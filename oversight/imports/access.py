"""Who may see imports: who may run them."""

from typing import Any

from django.db.models import Q

from oversight.authority.choices import Permission
from oversight.authority.rules import holds

# Which permission each target asks for, filled as targets are registered.
_needed: dict[str, Permission] = {}


def declare(target: str, permission: Permission) -> None:
    _needed[target] = permission


def may_import() -> tuple[Permission, ...]:
    """Permissions that open the screens of imports: of any target."""
    return tuple(dict.fromkeys(_needed.values()))


def visible_imports(user: Any) -> Q:
    """Runs and their keys, of the targets the person may import into; a key may be a reference
    of the other office, so nobody else."""
    mine = [target for target, needed in _needed.items() if holds(user, needed)]
    found = Q(target__in=mine) if mine else Q(pk__in=())
    # Of a target that is no longer declared the trace stays with who runs imports.
    return found | ~Q(target__in=_needed) if holds(user, Permission.IMPORT_RUN) else found
