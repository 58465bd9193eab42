"""What a person keeps about a list, and what left of it."""

import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.triage.access import visible_exports, visible_filters
from cases.triage.choices import ExportFormat, ListName
from oversight.audit.models import append_only


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Questions about saved filters."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_filters(user))

    def of_list(self, name: str) -> Self:
        return self.filter(list=name).order_by(Lower("name"), "pk")


class SavedFilter(models.Model):
    """One way of narrowing a list, under a name. It holds no rows: each reader sees their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("oversight.User", models.CASCADE, related_name="+")
    list = models.CharField(_("list"), max_length=10, choices=ListName)
    name = models.CharField(_("name"), max_length=60)
    # The part of the address behind the question mark, without a page number.
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(_("for the whole office"), default=False)
    is_first = models.BooleanField(_("opens first"), default=False)
    created_at = models.DateTimeField(_("saved at"), default=timezone.now, editable=False)

    audit_values: ClassVar[frozenset[str]] = frozenset({"list", "is_shared", "is_first"})
    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = (
            models.UniqueConstraint("owner", "list", Lower("name"), name="filter_name_once"),
            models.UniqueConstraint(
                fields=("owner", "list"),
                condition=models.Q(is_first=True),
                name="filter_one_opens_first",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ListExportQuerySet(models.QuerySet["ListExport"]):
    """Questions about files that left."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_exports(user))


class ListExport(models.Model):
    """One time a list was taken out as a file or on paper: by whom, how much, narrowed by what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    list = models.CharField(_("list"), max_length=10, choices=ListName)
    format = models.CharField(_("format"), max_length=8, choices=ExportFormat)
    rows = models.PositiveIntegerField(_("lines"))
    # Names of the filters alone: what was searched for may be a name.
    filters = ArrayField(models.CharField(max_length=40), blank=True, verbose_name=_("narrowed by"))
    with_titles = models.BooleanField(_("with titles"), default=False)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"list", "format", "rows", "filters", "with_titles"}
    )
    objects = ListExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("list taken out")
        verbose_name_plural = _("lists taken out")
        ordering = ("-at", "-id")
        triggers = append_only(name="listexport")

    def __str__(self) -> str:
        return f"{self.get_list_display()}, {self.rows}"
