"""That a list of the register left the office."""

import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.force.access import visible_exports
from mission.force.choices import FileFormat
from oversight.audit.models import append_only


class RegisterExportQuerySet(models.QuerySet["RegisterExport"]):
    """Questions about files that left."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_exports(user))


class RegisterExport(models.Model):
    """One time a list was taken out as a file: by whom, how much, narrowed by what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    list = models.CharField(_("list"), max_length=40)
    format = models.CharField(_("format"), max_length=8, choices=FileFormat)
    rows = models.PositiveIntegerField(_("lines"))
    # Names of the filters alone: what was searched for may say who it was about.
    filters = ArrayField(models.CharField(max_length=40), blank=True, verbose_name=_("narrowed by"))

    audit_values: ClassVar[frozenset[str]] = frozenset({"list", "format", "rows", "filters"})
    objects = RegisterExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of the register taken out")
        verbose_name_plural = _("lists of the register taken out")
        ordering = ("-at", "-id")
        triggers = append_only(name="registerexport")

    def __str__(self) -> str:
        return f"{self.list}, {self.rows}"
