"""Nobody reads the books of feeds by themselves: they are read through the lists they follow."""

from typing import Any

from django.db.models import Q


def visible_books(user: Any) -> Q:
    return Q(pk__in=())
