"""Certifications: one document by which a State certifies many."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.vetting.access import visible_certifications


class CertificationQuerySet(models.QuerySet["Certification"]):
    """Questions about certifications."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_certifications(user))

    def waiting_for(self, user: Any) -> Self:
        """A colleague entered it and nobody has decided."""
        return self.filter(decided_at__isnull=True).exclude(proposed_by=user.pk)


class Certification(models.Model):
    """One document by which a State certifies many of its people at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.ForeignKey(
        "mission.State", models.PROTECT, related_name="certifications", verbose_name=_("State")
    )
    scheme = models.ForeignKey(
        "mission.Scheme", models.PROTECT, related_name="certifications", verbose_name=_("scheme")
    )
    reference = models.CharField(_("reference of the document"), max_length=120)
    dated_on = models.DateField(_("dated"))
    document = models.ForeignKey(
        "oversight.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    decided_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    accepted = models.BooleanField(_("accepted"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset({"state", "scheme", "dated_on", "accepted"})
    objects = CertificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("certification of a contingent")
        verbose_name_plural = _("certifications of contingents")
        ordering = ("-dated_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("state", "scheme", "reference"), name="certification_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="certification_decided_by_another",
            ),
        )

    def __str__(self) -> str:
        return self.reference
