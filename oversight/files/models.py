"""Stored files."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.files.access import visible_files
from oversight.files.choices import OPEN_STATES, FileState, Preview
from oversight.sealing.models import SealedTextField


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Questions about stored files."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_files(user))

    def to_examine(self) -> Self:
        """Files that wait for the scanner or for their preview, longest waiting first."""
        waiting = Q(state=FileState.WAITING_SCAN)
        pictures = Q(preview=Preview.WAITING, state__in=OPEN_STATES)
        return self.filter(waiting | pictures).order_by("examined_at", "kept_at", "pk")


class StoredFile(models.Model):
    """One file somebody sent. Its bytes lie encrypted in FILES_DIR under a key only this row holds.

    The name it had is sealed, because names of files name people; nothing is ever served under it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.BigIntegerField(_("size"))
    content_type = models.CharField(_("kind of file"), max_length=100)
    name = SealedTextField(_("name it came with"))
    # The key of the bytes, sealed: changing the office's keys re-seals this and leaves the bytes.
    data_key = SealedTextField(editable=False)
    state = models.CharField(_("state"), max_length=12, choices=FileState)
    preview = models.CharField(_("preview"), max_length=8, choices=Preview, default=Preview.NONE)
    # What the scanner calls what it found.
    threat = models.CharField(_("what the scan found"), max_length=120, blank=True)
    kept_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(_("received"), default=timezone.now)
    examined_at = models.DateTimeField(_("last examined"), null=True, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset({"content_type", "size", "state", "sha256"})
    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ("kept_at", "pk")
        indexes = (
            models.Index(
                fields=("examined_at", "kept_at"),
                condition=Q(state="waiting_scan") | Q(preview="waiting"),
                name="file_to_examine",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether it may be looked at or downloaded at all."""
        return self.state in OPEN_STATES

    @property
    def has_preview(self) -> bool:
        return self.is_open and self.preview == Preview.READY
