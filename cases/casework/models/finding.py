"""Findings."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.casework.access import visible_findings
from cases.casework.choices import FindingStatus


class FindingQuerySet(models.QuerySet["Finding"]):
    """Questions about findings."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_findings(user))

    def standing(self) -> Self:
        """Proposed or adopted: neither returned nor replaced."""
        return self.filter(status__in=(FindingStatus.PROPOSED, FindingStatus.ADOPTED))

    def awaiting(self) -> Self:
        return self.filter(status=FindingStatus.PROPOSED)


class Finding(models.Model):
    """The conclusion on one allegation: proposed by one person, adopted or returned by another.

    One adopted later, once the case was taken up again, replaces the earlier one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    allegation = models.ForeignKey("cases.Allegation", models.PROTECT, related_name="findings")
    status = models.CharField(
        _("status"), max_length=10, choices=FindingStatus, default=FindingStatus.PROPOSED
    )
    outcome = models.CharField(_("outcome"), max_length=60)
    standard_of_proof = models.CharField(_("standard of proof"), max_length=40)
    reasoning = models.TextField(_("reasoning"))
    sources = models.ManyToManyField("cases.Report", related_name="findings")
    proposed_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    decided_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset({"status", "outcome", "standard_of_proof"})
    audit_vocabularies: ClassVar[dict[str, str]] = {
        "outcome": "outcomes",
        "standard_of_proof": "standards_of_proof",
    }
    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("-proposed_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("allegation",),
                condition=Q(status="proposed"),
                name="finding_one_proposed_per_allegation",
            ),
            models.UniqueConstraint(
                fields=("allegation",),
                condition=Q(status="adopted"),
                name="finding_one_adopted_per_allegation",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="finding_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="finding_decided_when_not_proposed",
            ),
        )

    def __str__(self) -> str:
        return self.get_status_display()
