"""From when until when each check counted: what the gate and readiness read."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mission.force.models.personnel import days
from mission.vetting.models.check import ONE_SUBJECT, CheckPartQuerySet


class Validity(models.Model):
    """A stretch of days (both ends included) on which a check counted as cleared.

    Opened when a check is cleared or resumed, ended when it is suspended, revoked or renewed:
    past days keep their truth. `expires_on` is when it would end by itself. Of one scheme and one
    person (or unit) one stretch at a time.
    """

    check_of = models.ForeignKey("mission.Check", models.PROTECT, related_name="validities")
    scheme = models.ForeignKey("mission.Scheme", models.PROTECT, related_name="+")
    personnel = models.ForeignKey(
        "mission.Personnel", models.PROTECT, null=True, blank=True, related_name="validities"
    )
    unit = models.ForeignKey(
        "mission.Unit", models.PROTECT, null=True, blank=True, related_name="validities"
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    expires_on = models.DateField(_("expires"), null=True, blank=True)

    objects: Any = CheckPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("validity of a check")
        verbose_name_plural = _("validities of checks")
        ordering = ("-from_on", "pk")
        constraints = (
            models.CheckConstraint(condition=ONE_SUBJECT, name="validity_about_one_subject"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="validity_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="validity_one_at_a_time_of_person",
                expressions=(
                    ("personnel", RangeOperators.EQUAL),
                    ("scheme", RangeOperators.EQUAL),
                    (days("from_on", "until_on", "[]"), RangeOperators.OVERLAPS),
                ),
                condition=Q(personnel__isnull=False),
            ),
            ExclusionConstraint(
                name="validity_one_at_a_time_of_unit",
                expressions=(
                    ("unit", RangeOperators.EQUAL),
                    ("scheme", RangeOperators.EQUAL),
                    (days("from_on", "until_on", "[]"), RangeOperators.OVERLAPS),
                ),
                condition=Q(unit__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=("expires_on",), name="validity_expires"),
            # What the gate and readiness read of a person, without going to the table.
            models.Index(
                fields=("personnel",),
                include=("scheme", "from_on", "until_on", "expires_on"),
                name="validity_of_person",
            ),
        )

    def __str__(self) -> str:
        return str(self.scheme)
