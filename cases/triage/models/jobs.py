"""One action on more records than a page can wait for."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.triage.access import own
from cases.triage.choices import UNFINISHED, JobState, RowState, StopCode
from oversight.sealing.models import SealedTextField


class BulkJobQuerySet(models.QuerySet["BulkJob"]):
    """Questions about jobs."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(own(user))

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def free(self, now: datetime) -> Self:
        """Unfinished, and in the hands of no living worker."""
        unclaimed = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
        return self.unfinished().filter(unclaimed)


class BulkJob(models.Model):
    """One action that one person asked for on many records of a list, done row by row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("oversight.User", models.CASCADE, related_name="+")
    # Label of the model whose list it came from, and the name of the action there.
    screen = models.CharField(_("kind of record"), max_length=60)
    action = models.CharField(_("action"), max_length=40)
    # What was typed, as it was sent: reasons and messages may name people. Gone when it ends.
    data = SealedTextField(_("what was asked"), null=True, blank=True)
    # Digest of the ids: the same request sent twice is one job.
    fingerprint = models.CharField(max_length=64, editable=False)
    language = models.CharField(max_length=2, default="fr", editable=False)
    total = models.PositiveIntegerField(_("records"))
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.WAITING)
    stop_code = models.CharField(max_length=10, choices=StopCode, blank=True, default="")
    claimed_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"screen", "action", "total", "state", "stop_code", "done", "refused", "format"}
    )
    objects = BulkJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job on many records")
        verbose_name_plural = _("jobs on many records")
        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(fields=("owner", "-created_at"), name="bulk_job_newest"),
            models.Index(
                fields=("created_at",),
                condition=Q(state__in=("waiting", "running")),
                name="bulk_job_unfinished",
            ),
        )
        constraints = (
            # Two presses of the same button are one job.
            models.UniqueConstraint(
                fields=("owner", "screen", "action", "fingerprint"),
                condition=Q(state__in=("waiting", "running")),
                name="bulk_job_once",
            ),
        )

    def __str__(self) -> str:
        return self.get_state_display()

    @property
    def is_over(self) -> bool:
        return self.state not in UNFINISHED

    def counts(self) -> dict[str, int]:
        """How many rows are done, refused, and left; one query over an index."""
        rows = self.rows.order_by().values_list("state").annotate(number=Count("pk"))
        return dict.fromkeys(RowState.values, 0) | dict(rows)


class BulkJobRowQuerySet(models.QuerySet["BulkJobRow"]):
    """Questions about rows of jobs."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(own(user, "job__owner"))


class BulkJobRow(models.Model):
    """One record of a job: fixed when the job was confirmed, settled once."""

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey("cases.BulkJob", models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    subject_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=RowState, default=RowState.WAITING)
    # The sentence the person reads; it may name somebody.
    said = SealedTextField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = BulkJobRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a job")
        verbose_name_plural = _("records of a job")
        ordering = ("position",)
        indexes = (models.Index(fields=("job", "state", "position"), name="bulk_row_next"),)
        constraints = (models.UniqueConstraint(fields=("job", "subject_id"), name="bulk_row_once"),)

    def __str__(self) -> str:
        return self.get_state_display()
