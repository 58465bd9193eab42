"""Which State serves in which mission, and numbers of people as others have stated them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mission.force.choices import StrengthKind
from mission.force.models.structure import ForceQuerySet
from mission.mandate.choices import Precision
from mission.mandate.models import Sourced


class Participation(Sourced):
    """A contingent in one mission, from a day until (and including) another, as far as known.

    A day known to the month or year alone is the first of it, and says so.
    """

    contingent = models.ForeignKey(
        "mission.Contingent", models.PROTECT, related_name="participations"
    )
    mission = models.ForeignKey(
        "mission.Mission",
        models.PROTECT,
        related_name="participations",
        verbose_name=_("mission"),
    )
    from_on = models.DateField(_("from"), null=True, blank=True)
    from_precision = models.CharField(
        _("how exactly (from)"), max_length=6, choices=Precision, default=Precision.DAY
    )
    until_on = models.DateField(_("until"), null=True, blank=True)
    until_precision = models.CharField(
        _("how exactly (until)"), max_length=6, choices=Precision, default=Precision.DAY
    )

    objects = ForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("contingent in a mission")
        verbose_name_plural = _("contingents in missions")
        ordering = ("mission", "contingent")
        constraints = (
            models.UniqueConstraint(
                fields=("contingent", "mission"), name="participation_once_per_mission"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True)
                | Q(from_on__isnull=True)
                | Q(until_on__gte=F("from_on")),
                name="participation_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contingent} · {self.mission.abbreviation}"


class StrengthStatement(Sourced):
    """One dated, sourced number of people. Conflicting ones stand side by side.

    No State means the whole mission. `people` is null where a State notified or pledged without
    a figure. At most one of a kind, State, mission and day is preferred, and says why.
    """

    code = models.SlugField(_("code"), max_length=80, primary_key=True)
    kind = models.CharField(_("kind"), max_length=12, choices=StrengthKind)
    mission = models.ForeignKey(
        "mission.Mission", models.PROTECT, related_name="strengths", verbose_name=_("mission")
    )
    state = models.ForeignKey(
        "mission.State",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="strengths",
        verbose_name=_("State"),
    )
    people = models.PositiveIntegerField(_("people"), null=True, blank=True)
    as_of = models.DateField(_("as of"))
    as_of_precision = models.CharField(
        _("how exactly"), max_length=6, choices=Precision, default=Precision.DAY
    )
    is_preferred = models.BooleanField(_("preferred"), default=False)
    preferred_because = models.CharField(_("preferred because"), max_length=300, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset({"kind", "people", "as_of"})
    objects = ForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("stated strength")
        verbose_name_plural = _("stated strengths")
        ordering = ("-as_of", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "mission", "state", "as_of"),
                condition=Q(is_preferred=True),
                nulls_distinct=False,
                name="strength_one_preferred",
            ),
            models.CheckConstraint(
                condition=Q(is_preferred=False) | ~Q(preferred_because=""),
                name="strength_preferred_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
