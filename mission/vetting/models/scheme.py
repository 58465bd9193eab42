"""Schemes of vetting as data, and of whom they are required."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mission.force.models import AppliesTo
from mission.mandate.models import Sourced
from mission.vetting.access import visible_schemes
from mission.vetting.choices import About
from oversight.vocabularies.models import Labelled


class SchemeQuerySet(models.QuerySet[Any]):
    """Questions about schemes."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_schemes(user))


class Scheme(Labelled, Sourced):
    """One way of vetting. A part (`part_of`) is one prong of a scheme that has several.

    `valid_months` null: valid until something ends it.
    """

    code = models.SlugField(_("code"), max_length=60, primary_key=True)
    about = models.CharField(_("about"), max_length=6, choices=About, default=About.PERSON)
    part_of = models.ForeignKey(
        "mission.Scheme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    valid_months = models.PositiveIntegerField(_("valid for months"), null=True, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    is_retired = models.BooleanField(_("retired"), default=False)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"label_en", "label_fr", "label_ht", "about", "valid_months", "is_retired"}
    )
    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("vetting scheme")
        verbose_name_plural = _("vetting schemes")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.label


class SchemeRequirement(AppliesTo):
    """A scheme in which somebody (or somebody's unit) must stand cleared."""

    scheme = models.ForeignKey(
        "mission.Scheme", models.PROTECT, related_name="requirements", verbose_name=_("scheme")
    )

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"scheme", "state", "unit", "function", "grace_days", "from_on", "until_on"}
    )
    objects = SchemeQuerySet.as_manager()

    class Meta(AppliesTo.Meta):
        verbose_name = _("required check")
        verbose_name_plural = _("required checks")
        ordering = ("scheme", "pk")

    def __str__(self) -> str:
        return str(self.scheme)
