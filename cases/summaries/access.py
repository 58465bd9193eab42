"""Who may see a release: leads all of them, who pulls figures the approved ones."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from cases.summaries.choices import ReleaseState
from oversight.authority.choices import Permission
from oversight.authority.rules import holds


def visible_releases(user: Any) -> Q:
    if holds(user, Permission.RELEASE_PREPARE, Permission.RELEASE_APPROVE):
        return Q()
    if holds(user, Permission.FIGURES_PULL):
        return Q(state=ReleaseState.APPROVED)
    return Q(pk__in=())


def visible_tables(user: Any) -> Q:
    """Tables: as their release."""
    release = apps.get_model("cases", "Release")
    rows = release.objects.filter(visible_releases(user), pk=OuterRef("release_id"))
    return Q(Exists(rows))
