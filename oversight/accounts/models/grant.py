"""Role grants."""

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts.access import visible_belongings
from oversight.authority.choices import ScopeKind
from oversight.authority.rules import ROLES


def role_choices() -> list[tuple[str, Any]]:
    """Roles as form choices."""
    return [(role.code, role.name) for role in ROLES.values()]


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Questions about grants."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_belongings(user))

    def overlapping(self, starts_on: date, ends_on: date | None) -> Self:
        """Grants with a day in common, both ends included; those that wait count, ended ones do not."""
        clause = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
        if ends_on is not None:
            clause &= Q(starts_on__lte=ends_on)
        return self.filter(clause, revoked_at__isnull=True)

    def running(self, on: date) -> Self:
        """Grants in force on a day (both ends included), awaiting nobody."""
        started = Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        return self.filter(started, revoked_at__isnull=True, awaits_approval=False)


class RoleGrant(models.Model):
    """One role given to one person for a time. Never edited: revoked, and given anew.

    A role that sees cases takes an administrator (`granted_by`) and a lead (`approved_by`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        "oversight.User", models.PROTECT, related_name="grants", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=30, choices=role_choices)
    scope_kind = models.CharField(
        _("limited to"), max_length=12, choices=ScopeKind, blank=True, default=ScopeKind.NONE
    )
    scope_value = models.CharField(_("code of the limit"), max_length=20, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    awaits_approval = models.BooleanField(_("waits for a second person"), default=False)
    granted_by = models.ForeignKey(
        "oversight.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("granted by"),
    )
    granted_at = models.DateTimeField(_("granted at"), default=timezone.now)
    approved_by = models.ForeignKey(
        "oversight.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        "oversight.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"role", "scope_kind", "scope_value", "starts_on", "ends_on"}
    )
    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        ordering = ("-granted_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("granted_by")),
                name="grant_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(scope_kind="", scope_value="")
                | ~(Q(scope_kind="") | Q(scope_value="")),
                name="grant_scope_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="grant_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{ROLES[self.role].name}"

    def is_running(self, on: date) -> bool:
        """The same rule as `running`, for rows already read."""
        return (
            not self.awaits_approval
            and self.revoked_at is None
            and self.starts_on <= on
            and (self.ends_on is None or self.ends_on >= on)
        )
