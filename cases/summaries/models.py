"""Releases and their tables."""

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.summaries.access import visible_releases, visible_tables
from cases.summaries.choices import ReleaseState
from oversight.audit.models import append_only


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Questions about releases."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_releases(user))

    def approved(self) -> Self:
        """Approved releases, the last approved first."""
        return self.filter(state=ReleaseState.APPROVED).order_by("-approved_at", "-id")

    def drafts(self) -> Self:
        return self.filter(state=ReleaseState.DRAFT)


class Release(models.Model):
    """One set of figures computed at one cut-off. Approved by a second lead, then never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("release"), max_length=20, unique=True, editable=False)
    cutoff = models.DateField(_("cut-off"))
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ReleaseState, default=ReleaseState.DRAFT
    )
    method = models.CharField(_("method"), max_length=10, editable=False)
    thresholds = models.JSONField(_("thresholds"), default=dict, editable=False)
    checksum = models.CharField(_("checksum (SHA-256)"), max_length=64, editable=False)
    prepared_by = models.ForeignKey(
        "oversight.User", models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    prepared_at = models.DateTimeField(_("prepared"), default=timezone.now)
    approved_by = models.ForeignKey(
        "oversight.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset({"slug", "cutoff", "state", "checksum"})
    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release of figures")
        verbose_name_plural = _("releases of figures")
        ordering = ("-prepared_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("cutoff", "number"), name="release_once_per_number"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="release_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_by__isnull=True, approved_at__isnull=True)
                | Q(state="approved", approved_by__isnull=False, approved_at__isnull=False),
                name="release_approved_with_who_and_when",
            ),
        )
        indexes = (models.Index(fields=("state", "-approved_at"), name="release_latest"),)
        triggers = (
            pgtrigger.Protect(
                name="release_approved_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="approved"),
            ),
        )

    def __str__(self) -> str:
        return self.slug

    @property
    def reference(self) -> str:
        """What a notice may name."""
        return self.slug

    @property
    def is_approved(self) -> bool:
        return self.state == ReleaseState.APPROVED


class ReleaseTableQuerySet(models.QuerySet["ReleaseTable"]):
    """Questions about tables."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_tables(user))

    def published(self) -> Self:
        return self.filter(release__state=ReleaseState.APPROVED).select_related("release")


class ReleaseTable(models.Model):
    """One table of a release, hidden figures already removed, with its words in three languages.

    `cells` is a list of [row code, column code, value or null, state]; `dimensions` a list of
    {code, label, values}, rows first. Labels and texts are {en, fr, ht}.
    """

    release = models.ForeignKey("cases.Release", models.PROTECT, related_name="tables")
    slug = models.SlugField(_("table"), max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    counts = models.CharField(_("what is counted"), max_length=20)
    date = models.CharField(_("by which date"), max_length=20)
    threshold = models.PositiveSmallIntegerField(_("threshold"))
    texts = models.JSONField(default=dict)
    dimensions = models.JSONField(default=list)
    cells = models.JSONField(default=list)

    objects = ReleaseTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("table of a release")
        verbose_name_plural = _("tables of a release")
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("release", "slug"), name="release_table_once"),
        )
        triggers = (
            *append_only(name="release_table"),
            pgtrigger.Trigger(
                name="release_table_not_added_later",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    "IF (SELECT state FROM cases_release WHERE id = NEW.release_id) = 'approved' "
                    "THEN RAISE EXCEPTION 'an approved release is final'; END IF; RETURN NEW;"
                ),
            ),
        )

    def __str__(self) -> str:
        return self.slug
