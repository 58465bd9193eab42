"""Who may see saved filters, files that left, and jobs on many records."""

from typing import Any

from django.db.models import Q

from oversight.authority.choices import Permission
from oversight.authority.rules import holds

NOTHING = Q(pk__in=())

# The permission that opens each list; the action decides about each record.
OPENS: dict[str, Permission] = {
    "cases.report": Permission.REPORT_TRIAGE,
    "cases.case": Permission.CASE_SEE,
}


def may_open(user: Any, screen: str) -> bool:
    """Whether the person works in this list now."""
    return screen in OPENS and holds(user, OPENS[screen])


def own(user: Any, field: str = "owner") -> Q:
    """Rows of this person alone."""
    return Q(**{field: user.pk}) if getattr(user, "pk", None) else NOTHING


def visible_filters(user: Any) -> Q:
    """One's own, and those a lead shared with everybody who works on reports or cases."""
    if not holds(user, Permission.REPORT_TRIAGE, Permission.CASE_SEE):
        return Q(pk__in=())
    return Q(owner=user.pk) | Q(is_shared=True)


def visible_exports(user: Any) -> Q:
    """What one took out oneself."""
    return Q(by=user.pk) if getattr(user, "pk", None) else Q(pk__in=())
