"""Who may see a clock: who may act on what it belongs to. Who may see a notice: its addressee."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q

from oversight.authority.choices import Permission
from oversight.authority.rules import holds
from oversight.subjects.rules import registered

NOTHING = Q(pk__in=())
# Whoever acts on cases, reports or vetting files lives with clocks; nobody else hears of one.
ACTS = (Permission.CASE_SEE, Permission.REPORT_TRIAGE, Permission.VETTING_SEE)


def _of_subjects(rows_of: Any) -> Q:
    """Rows whose subject is among `rows_of(kind)`; kinds that give None are left out."""
    pairs = [(kind.label, rows_of(kind)) for kind in registered()]
    clauses = [
        Q(subject_label=label) & Q(Exists(rows.order_by().filter(pk=OuterRef("subject_id"))))
        for label, rows in pairs
        if rows is not None and rows.model._meta.pk.get_internal_type() == "UUIDField"
    ]
    return reduce(or_, clauses, NOTHING)


def visible_deadlines(user: Any) -> Q:
    """Clocks of what the person may act on: who only filed a report does not see its clocks."""
    if not holds(user, *ACTS):
        return NOTHING
    return _of_subjects(lambda kind: kind.for_work(user))


def deadlines_of(user: Any) -> Q:
    """Clocks of what the person works on."""
    return _of_subjects(lambda kind: kind.worked_by(user) if kind.worked_by else None)


def own_rows(user: Any, field: str) -> Q:
    """Notices and preferences are their owner's alone."""
    return Q(**{field: user.pk}) if getattr(user, "pk", None) else NOTHING


def managed(user: Any) -> Q:
    """Rules and holidays are read by who manages deadlines, and by who lives with them."""
    allowed = holds(user, Permission.DEADLINE_MANAGE, Permission.CASE_SEE, Permission.REPORT_TRIAGE)
    return Q() if allowed else NOTHING
