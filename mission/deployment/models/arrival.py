"""What was observed: arrivals and departures, and the breaches some of them are."""

import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.deployment.access import visible_breaches, visible_deployments, visible_rotations
from mission.deployment.choices import BreachState, Departure
from mission.force.models.personnel import days


class RotationQuerySet(models.QuerySet["Rotation"]):
    """Questions about rotations."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_rotations(user))


class Rotation(models.Model):
    """A change of people that a contingent plans: who comes and who leaves around one day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contingent = models.ForeignKey(
        "mission.Contingent",
        models.PROTECT,
        related_name="rotations",
        verbose_name=_("contingent"),
    )
    label = models.CharField(_("name"), max_length=120)
    planned_on = models.DateField(_("planned for"))

    audit_values: ClassVar[frozenset[str]] = frozenset({"label", "planned_on", "contingent"})
    objects = RotationQuerySet.as_manager()

    class Meta:
        verbose_name = _("rotation")
        verbose_name_plural = _("rotations")
        ordering = ("-planned_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("contingent", "label"), name="rotation_named_once"),
        )

    def __str__(self) -> str:
        return self.label


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    """Questions about who was there."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_deployments(user))

    def present_on(self, day: Any) -> Self:
        """There on that day: the day of arrival counts, the day of departure does not."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=day), arrived_on__lte=day)


class Arrival(models.Model):
    """One stay, as observed: can always be recorded, permitted or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    personnel = models.ForeignKey(
        "mission.Personnel", models.PROTECT, related_name="arrivals", verbose_name=_("person")
    )
    unit = models.ForeignKey(
        "mission.Unit", models.PROTECT, related_name="arrivals", verbose_name=_("unit")
    )
    arrived_on = models.DateField(_("arrived on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)
    departure = models.CharField(_("how they left"), max_length=14, choices=Departure, blank=True)
    authorisation = models.OneToOneField(
        "mission.Authorisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="arrival",
        verbose_name=_("authorisation"),
    )
    rotation = models.ForeignKey(
        "mission.Rotation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="arrivals",
        verbose_name=_("rotation"),
    )
    recorded_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"unit", "arrived_on", "left_on", "departure"}
    )
    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ("-arrived_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("arrived_on")),
                name="arrival_leaves_after_it_arrives",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, departure="")
                | (Q(left_on__isnull=False) & ~Q(departure="")),
                name="arrival_says_how_they_left",
            ),
            ExclusionConstraint(
                name="arrival_one_stay_at_a_time",
                expressions=(
                    ("personnel", RangeOperators.EQUAL),
                    (days("arrived_on", "left_on", "[)"), RangeOperators.OVERLAPS),
                ),
            ),
        )
        indexes = (models.Index(fields=("arrived_on",), name="arrival_by_day"),)

    def __str__(self) -> str:
        return str(self.personnel)


class BreachQuerySet(models.QuerySet["Breach"]):
    """Questions about breaches."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_breaches(user))

    def open(self) -> Self:
        return self.filter(state=BreachState.OPEN)

    def unsettled_on(self, day: Any) -> Self:
        """The person was there that day, and it was not settled before its end."""
        there = Q(arrival__left_on__isnull=True) | Q(arrival__left_on__gt=day)
        settled = Q(closed_at__date__lte=day)
        return self.filter(there, arrival__arrived_on__lte=day).exclude(settled)


class Breach(models.Model):
    """Somebody arrived whom the office had not authorised, or whose clearance no longer stood."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    arrival = models.OneToOneField("mission.Arrival", models.PROTECT, related_name="breach")
    state = models.CharField(
        _("state"), max_length=12, choices=BreachState, default=BreachState.OPEN
    )
    # Codes of what was missing on the day of arrival; never why a clearance was suspended.
    missing = models.JSONField(_("missing"), default=list)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closed_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    version = models.PositiveIntegerField(default=1)

    audit_values: ClassVar[frozenset[str]] = frozenset({"state", "missing"})
    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrived uncleared")
        verbose_name_plural = _("arrived uncleared")
        ordering = ("-opened_at", "pk")
        indexes = (models.Index(fields=("state", "-opened_at"), name="breach_by_state"),)

    def __str__(self) -> str:
        return str(self.arrival)
