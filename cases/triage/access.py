"""Who may see saved filters and the record of files that left."""

from typing import Any

from django.db.models import Q

from oversight.authority.choices import Permission
from oversight.authority.rules import holds


def visible_filters(user: Any) -> Q:
    """One's own, and those a lead shared with everybody who works on reports or cases."""
    if not holds(user, Permission.REPORT_TRIAGE, Permission.CASE_SEE):
        return Q(pk__in=())
    return Q(owner=user.pk) | Q(is_shared=True)


def visible_exports(user: Any) -> Q:
    """What one took out oneself."""
    return Q(by=user.pk) if getattr(user, "pk", None) else Q(pk__in=())
