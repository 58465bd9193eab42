"""Who may see a release: leads all of them, who pulls figures those that are public."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from cases.summaries.choices import ReleaseState, WithdrawalState
from oversight.authority.choices import Permission
from oversight.authority.rules import holds

LEADS = (Permission.RELEASE_PREPARE, Permission.RELEASE_APPROVE)


def withdrawn(release: str = "pk") -> Q:
    """The release of the row (by this field) was taken back."""
    rows = apps.get_model("cases", "Withdrawal").objects.filter(
        release=OuterRef(release), state=WithdrawalState.CONFIRMED
    )
    return Q(Exists(rows))


def public_releases() -> Q:
    """Approved, and not withdrawn since."""
    return Q(state=ReleaseState.APPROVED) & ~withdrawn()


def visible_releases(user: Any) -> Q:
    if holds(user, *LEADS):
        return Q()
    return public_releases() if holds(user, Permission.FIGURES_PULL) else Q(pk__in=())


def visible_withdrawals(user: Any) -> Q:
    """Leads see those that wait too; that a release was withdrawn is no secret."""
    if holds(user, *LEADS):
        return Q()
    confirmed = Q(state=WithdrawalState.CONFIRMED)
    return confirmed if holds(user, Permission.FIGURES_PULL) else Q(pk__in=())


def visible_tables(user: Any) -> Q:
    """Tables: as their release."""
    release = apps.get_model("cases", "Release")
    rows = release.objects.filter(visible_releases(user), pk=OuterRef("release_id"))
    return Q(Exists(rows))
