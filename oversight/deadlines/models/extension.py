"""Requests for more time."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.deadlines.choices import ExtensionState
from oversight.deadlines.models.deadline import ChangeQuerySet


class ExtensionQuerySet(ChangeQuerySet):
    """Questions about requests for more time."""

    def waiting(self) -> Self:
        return self.filter(state=ExtensionState.WAITING)

    def to_decide(self, user: Any) -> Self:
        """Requests of others that this person may see; the caller asks who may decide."""
        return self.visible_to(user).waiting().exclude(asked_by=user.pk)


class Extension(models.Model):
    """One request for more time on one clock, and what a second person said to it.

    Until it is approved the clock keeps its due instant.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deadline = models.ForeignKey("oversight.Deadline", models.PROTECT, related_name="extensions")
    state = models.CharField(
        _("state"), max_length=10, choices=ExtensionState, default=ExtensionState.WAITING
    )
    due_at = models.DateTimeField(_("asked until"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        "oversight.User", models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_by = models.ForeignKey(
        *("oversight.User", models.PROTECT),
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset({"state", "due_at"})
    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for more time")
        verbose_name_plural = _("requests for more time")
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("deadline",), condition=Q(state="waiting"), name="extension_one_waiting"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "refused"))
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="extension_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="extension_decided_when_not_waiting",
            ),
        )

    def __str__(self) -> str:
        return self.get_state_display()
