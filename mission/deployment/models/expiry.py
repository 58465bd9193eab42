"""That the office looked, once a week, at what ends soon."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.deployment.access import visible_reviews
from oversight.audit.models import append_only


class ExpiryReviewQuerySet(models.QuerySet["ExpiryReview"]):
    """Questions about reviews."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_reviews(user))


class ExpiryReview(models.Model):
    """One week's look at who of those present will no longer be fit within 30 days.

    `week` is its Monday. `people` is counted over all States, so it is shown to nobody whose
    grants are narrower: the row stands behind a notice, the page of readiness says the rest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    week = models.DateField(_("week of"), unique=True)
    people = models.PositiveIntegerField(_("people"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset({"week", "people"})
    objects = ExpiryReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of what ends soon")
        verbose_name_plural = _("reviews of what ends soon")
        ordering = ("-week",)
        triggers = append_only(name="expiry_review")

    def __str__(self) -> str:
        return self.week.isoformat()
