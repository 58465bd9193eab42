"""Contributing States, contingents and units."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mission.force.access import visible_force
from oversight.vocabularies.models import Labelled


class ForceQuerySet(models.QuerySet[Any]):
    """Questions about the public structure of the force."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_force(user))


class State(Labelled):
    """A State that gives, offered or announced personnel. The code is ISO 3166 alpha-2."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)

    audit_values: ClassVar[frozenset[str]] = frozenset({"label_en", "label_fr", "label_ht"})
    objects = ForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("State")
        verbose_name_plural = _("States")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.label


class Contingent(models.Model):
    """What one contributing State gives."""

    state = models.OneToOneField(
        "mission.State", models.PROTECT, related_name="contingent", verbose_name=_("State")
    )

    objects = ForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("contingent")
        verbose_name_plural = _("contingents")
        ordering = ("state",)

    def __str__(self) -> str:
        return str(self.state)


class Unit(Labelled):
    """A part of a contingent; units form a tree."""

    contingent = models.ForeignKey(
        "mission.Contingent", models.PROTECT, related_name="units", verbose_name=_("contingent")
    )
    code = models.CharField(_("code"), max_length=40)
    parent = models.ForeignKey(
        "mission.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )

    objects = ForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("contingent", "code")
        constraints = (
            models.UniqueConstraint(fields=("contingent", "code"), name="unit_code_unique"),
        )

    def __str__(self) -> str:
        return self.label


def hold_state(code: str) -> State:
    """Locked, so that two people who enter the same number or unit do it one after the other."""
    return State.objects.select_for_update(of=("self",), no_key=True).get(pk=code)


def hold_units(ids: Iterable[int]) -> list[Unit]:
    """Locked, in one order; rows that merely point at them do not wait."""
    rows = Unit.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(pk__in=list(ids)).order_by("pk"))


def lineage_of(unit: Unit) -> list[int]:
    """The unit and all those above it."""
    rows = Unit.objects.filter(contingent=unit.contingent_id).values_list("pk", "parent_id")
    parents = dict(rows)
    found: list[int] = []
    at: int | None = unit.pk
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def contingent_names() -> list[tuple[str, str]]:
    """The contingents as choices: the code of their State and its name."""
    return [(row.state_id, row.state.label) for row in Contingent.objects.select_related("state")]
