"""Tables of releases."""

from typing import Any, Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.summaries.access import visible_tables, withdrawn
from cases.summaries.choices import ReleaseState
from oversight.audit.models import append_only


class ReleaseTableQuerySet(models.QuerySet["ReleaseTable"]):
    """Questions about tables."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_tables(user))

    def once_published(self) -> Self:
        """Of every approved release, withdrawn ones too: who has read them knows them."""
        return self.filter(release__state=ReleaseState.APPROVED).select_related("release")

    def public(self) -> Self:
        """What anybody may read now."""
        return self.once_published().exclude(withdrawn("release_id"))


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
                    "IF (SELECT state FROM cases_release WHERE id = NEW.release_id) <> 'draft' "
                    "THEN RAISE EXCEPTION 'a decided release is final'; END IF; RETURN NEW;"
                ),
            ),
        )

    def __str__(self) -> str:
        return self.slug
