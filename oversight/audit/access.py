"""Who may read the event log."""

from typing import Any

from django.db.models import Q

from oversight.authority.choices import Permission
from oversight.authority.rules import holds


def visible_events(user: Any) -> Q:
    """Auditors read every event; nobody else reads the log as a log."""
    return Q() if holds(user, Permission.EVENT_SEE) else Q(pk__in=())
