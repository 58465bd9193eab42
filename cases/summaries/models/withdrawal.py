"""Releases that were taken back."""

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.summaries.access import visible_withdrawals
from cases.summaries.choices import WithdrawalState
from oversight.vocabularies.rules import in_language


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """Questions about withdrawals."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_withdrawals(user))

    def confirmed(self) -> Self:
        return self.filter(state=WithdrawalState.CONFIRMED).select_related("release")

    def waiting(self) -> Self:
        return self.filter(state=WithdrawalState.ASKED)

    def to_decide(self, user: Any) -> Self:
        """What another lead asked."""
        return self.waiting().exclude(asked_by=user.pk)


class Withdrawal(models.Model):
    """One lead's wish to take a release back from the public, and what another lead said to it.

    The figures stay for auditors and for comparison with later releases; nobody else reads them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey("cases.Release", models.PROTECT, related_name="withdrawals")
    state = models.CharField(
        _("state"), max_length=10, choices=WithdrawalState, default=WithdrawalState.ASKED
    )
    reason = models.TextField(_("reason inside the office"))
    public_en = models.TextField(_("public reason in English"), max_length=600)
    public_fr = models.TextField(_("public reason in French"), max_length=600)
    public_ht = models.TextField(_("public reason in Haitian Creole"), max_length=600)
    asked_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"state", "public_en", "public_fr", "public_ht"}
    )
    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal of a release")
        verbose_name_plural = _("withdrawals of releases")
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("release",),
                condition=Q(state__in=("asked", "confirmed")),
                name="withdrawal_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="withdrawal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="asked") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="withdrawal_decided_with_who_and_when",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="withdrawal_decided_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="asked"),
            ),
        )

    def __str__(self) -> str:
        return self.get_state_display()

    @property
    def public_reason(self) -> str:
        """Why, in the reader's language."""
        return in_language(self, "public")
