"""Drafts of the report form."""

import uuid
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.access import own_drafts
from oversight.sealing.models import SealedTextField


class DraftQuerySet(models.QuerySet["ReportDraft"]):
    """Questions about drafts."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(own_drafts(user))


class ReportDraft(models.Model):
    """What somebody has typed so far, encrypted; its id becomes the report's. Short-lived."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey("oversight.User", models.CASCADE, related_name="drafts")
    answers = SealedTextField(_("answers"), null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ("-updated_at",)

    def __str__(self) -> str:
        return str(self.pk)
