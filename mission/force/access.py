"""States, contingents and units are public; personnel will not be."""

from typing import Any

from django.db.models import Q


def visible_force(user: Any) -> Q:
    """Everybody reads every row."""
    return Q()
