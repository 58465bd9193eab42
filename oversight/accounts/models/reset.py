"""Resets of a second step."""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts.access import visible_belongings

# A wish that nobody decides on lapses: its reason may no longer hold.
OPEN_FOR = timedelta(days=7)


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    """Questions about resets."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_belongings(user))

    def undecided(self) -> Self:
        return self.filter(approved_at__isnull=True, refused_at__isnull=True)

    def waiting(self, now: datetime) -> Self:
        return self.undecided().filter(asked_at__gt=now - OPEN_FOR)


class FactorReset(models.Model):
    """A wish that one person's second step be taken away, because the phone or key is lost.

    An administrator asks, a lead who is neither of the two approves: one person alone, with a
    mailbox, would otherwise take an account over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        "oversight.User", models.PROTECT, related_name="resets", verbose_name=_("user")
    )
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        "oversight.User", models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    approved_by = models.ForeignKey(
        "oversight.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    refused_by = models.ForeignKey(
        "oversight.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("refused by"),
    )
    refused_at = models.DateTimeField(_("refused at"), null=True, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset()
    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("reset of a second step")
        verbose_name_plural = _("resets of second steps")
        ordering = ("-asked_at",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(asked_by=F("user")), name="reset_asked_for_by_another"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("asked_by")) & ~Q(approved_by=F("user"))),
                name="reset_approved_by_a_third",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(refused_at__isnull=True),
                name="reset_decided_once",
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def waits(self, now: datetime) -> bool:
        """The same rule as `waiting`, for rows already read."""
        decided = self.approved_at or self.refused_at
        return not decided and self.asked_at > now - OPEN_FOR
