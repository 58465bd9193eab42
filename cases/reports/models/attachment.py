"""Files with a draft or a report."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.access import visible_attachments


class AttachmentQuerySet(models.QuerySet["ReportAttachment"]):
    """Questions about attachments."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_attachments(user))

    def filed(self) -> Self:
        """Those of reports; the others belong to drafts."""
        return self.filter(report__isnull=False)


class ReportAttachment(models.Model):
    """One file with a draft, or with the report made from it; sent with an answer, it names the question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Both protect: whoever removes a draft removes its files first, with their bytes.
    draft = models.ForeignKey(
        "cases.ReportDraft", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    report = models.ForeignKey(
        "cases.Report", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    question = models.ForeignKey(
        "cases.ReportDecision", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    file = models.OneToOneField(
        "oversight.StoredFile", models.PROTECT, related_name="report_attachment"
    )
    position = models.PositiveSmallIntegerField(_("number"))
    by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset({"position"})
    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file with a report")
        verbose_name_plural = _("files with reports")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(draft__isnull=True, report__isnull=False)
                | Q(draft__isnull=False, report__isnull=True, question__isnull=True),
                name="attachment_of_draft_or_report",
            ),
            models.UniqueConstraint(fields=("report", "position"), name="attachment_of_report"),
            models.UniqueConstraint(fields=("draft", "position"), name="attachment_of_draft"),
        )

    def __str__(self) -> str:
        return str(self.position)
