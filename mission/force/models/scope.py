"""Whom a requirement concerns."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AppliesTo(models.Model):
    """Base of requirements: of whom, from when, and how long after arrival at the latest.

    What is left empty does not narrow: no State, unit and function means everybody. A unit means
    the unit and everything below it. `grace_days` 0 is "before arrival"; more is "in theatre, at
    the latest so many days after arrival". Days include both ends.
    """

    state = models.ForeignKey(
        "mission.State",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("State"),
    )
    unit = models.ForeignKey(
        "mission.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit"),
    )
    function = models.CharField(_("function"), max_length=60, blank=True)
    grace_days = models.PositiveIntegerField(_("days after arrival"), default=0)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="%(class)s_ends_after_it_begins",
            ),
        )

    def clean(self) -> None:
        if self.unit and self.state_id and self.unit.contingent.state_id != self.state_id:
            raise ValidationError({"unit": _("This unit belongs to another State.")})

    def reach(self) -> dict[str, Any]:
        """What narrows the requirement, by name."""
        return {"state": self.state_id, "unit": self.unit_id, "function": self.function}
