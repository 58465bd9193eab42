"""Runs of imports, and the keys of what they brought."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.imports.access import visible_imports
from oversight.imports.choices import RunState


class ImportQuerySet(models.QuerySet[Any]):
    """Questions about imports."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_imports(user))


class ImportedRowQuerySet(models.QuerySet[Any]):
    """Questions about keys."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_imports(user, by="run__by"))


class ImportRun(models.Model):
    """One reading of one file. Its counts are written with each batch, so a crash leaves a trace."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.CharField(_("into"), max_length=60)
    source = models.CharField(_("source"), max_length=60)
    file_name = models.CharField(_("file"), max_length=200)
    file_sha256 = models.CharField(max_length=64)
    mapping_sha256 = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=12, choices=RunState, default=RunState.RUNNING)
    rows_read = models.PositiveIntegerField(_("read"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    already = models.PositiveIntegerField(_("already there"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    quarantined = models.PositiveIntegerField(_("quarantined"), default=0)
    # What else happened, as pairs of kind and text: codes and numbers, never a name.
    notes = models.JSONField(_("notes"), default=list, blank=True)
    by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=80, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"target", "source", "state", "rows_read", "created", "already", "updated"}
        | {"unchanged", "quarantined"}
    )
    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-started_at", "-id")

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d}"


class ImportedRow(models.Model):
    """The key of one row that an import brought in, so that no later run brings it again.

    `digest` is of the row as it was read: a row that comes back changed is noticed.
    """

    target = models.CharField(max_length=60)
    source = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    run = models.ForeignKey("oversight.ImportRun", models.PROTECT, related_name="rows")

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        constraints = (
            models.UniqueConstraint(fields=("target", "source", "key"), name="imported_row_once"),
        )

    def __str__(self) -> str:
        return self.key
