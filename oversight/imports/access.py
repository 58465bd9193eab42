"""Who may see imports: who may run them."""

from typing import Any

from django.db.models import Q

from oversight.authority.choices import Permission
from oversight.authority.rules import holds


def visible_imports(user: Any) -> Q:
    """Runs and their keys; a key may be a reference of the other office, so nobody else."""
    return Q() if holds(user, Permission.IMPORT_RUN) else Q(pk__in=())
