"""Rosters that were uploaded, and the rows of them that do not fit."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.deployment.access import visible_problems, visible_uploads
from mission.deployment.choices import RosterState
from mission.deployment.models.arrival import Arrival
from mission.force.models import Personnel


class RosterUploadQuerySet(models.QuerySet["RosterUpload"]):
    """Questions about uploads."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_uploads(user))

    def for_worker(self, before: datetime) -> Self:
        """Those a worker should have done by now, longest waiting first."""
        waits = (RosterState.WAITING, RosterState.COMMITTING)
        return self.filter(state__in=waits, asked_at__lt=before).order_by("asked_at")

    def to_forget(self, files_before: datetime, rest_before: datetime) -> Self:
        """Whose file, or whose rows set aside, have been kept long enough."""
        held = ~Q(state=RosterState.COMMITTING) & Q(file__isnull=False, asked_at__lt=files_before)
        return self.filter(held | Q(aside__isnull=False, asked_at__lt=rest_before))


class RosterUpload(models.Model):
    """One file a vetting officer brought, and how far it has come.

    The file holds names, so it is sealed and goes with the commit, the withdrawal or after some
    days. `preview` and `outcome` are counts; `notes` are pairs of kind and text (State and number,
    State and unit). No name is in this row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=RosterState, default=RosterState.WAITING
    )
    file = models.ForeignKey(
        "oversight.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file"),
    )
    # Rows set aside, without names: to be mended and uploaded again.
    aside = models.ForeignKey(
        "oversight.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_sha256 = models.CharField(_("SHA-256"), max_length=64)
    # "" when the columns are called as the fields.
    mapping_name = models.CharField(_("name of the columns"), max_length=80, blank=True)
    mapping = models.TextField(_("columns"), blank=True)
    uploaded_by = models.ForeignKey(
        "oversight.User", models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    # When a worker was last asked to do something with it.
    asked_at = models.DateTimeField(default=timezone.now)
    previewed_at = models.DateTimeField(_("previewed"), null=True, blank=True)
    preview = models.JSONField(default=dict, blank=True)
    committed_by = models.ForeignKey(
        "oversight.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("committed by"),
    )
    reason = models.TextField(_("reason"), blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=list, blank=True)
    # A sentence about the file as a whole.
    error = models.CharField(_("error"), max_length=500, blank=True)
    # Null also when the commit found nothing new to write.
    run = models.ForeignKey(
        "oversight.ImportRun", models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"state", "read", "created", "updated", "unchanged", "quarantined", "file_sha256"}
    )
    objects = RosterUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster")
        verbose_name_plural = _("rosters")
        ordering = ("-uploaded_at", "-id")
        indexes = (
            models.Index(
                fields=("asked_at",),
                condition=Q(state__in=("waiting", "committing")),
                name="roster_for_worker",
            ),
        )

    def __str__(self) -> str:
        return f"{timezone.localtime(self.uploaded_at):%Y-%m-%d %H:%M}"

    @property
    def is_at_work(self) -> bool:
        return self.state in (RosterState.WAITING, RosterState.COMMITTING)

    @property
    def register_changed(self) -> bool:
        """Whether people or arrivals have changed since the preview was made."""
        if self.previewed_at is None:
            return False
        return (
            Personnel.objects.filter(changed_at__gt=self.previewed_at).exists()
            or Arrival.objects.filter(recorded_at__gt=self.previewed_at).exists()
        )


class RosterProblemQuerySet(models.QuerySet["RosterProblem"]):
    """Questions about rows that do not fit."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_problems(user))


class RosterProblem(models.Model):
    """One row of an upload that does not fit: where it stands and why, in the uploader's language."""

    upload = models.ForeignKey("mission.RosterUpload", models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(_("row"))
    line = models.PositiveIntegerField(_("line"))
    why = models.TextField(_("why"))

    objects = RosterProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("row that does not fit")
        verbose_name_plural = _("rows that do not fit")
        ordering = ("upload", "row", "pk")
        indexes = (models.Index(fields=("upload", "row"), name="roster_problem_in_order"),)

    def __str__(self) -> str:
        return str(self.row)
