"""Members of the force, and the unit each belonged to over time."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.force.access import visible_memberships, visible_personnel
from mission.force.choices import PersonnelStatus
from mission.force.rules import service_number
from oversight.sealing.models import SealedTextField


def days(start: str, end: str, bounds: str) -> Func:
    """The days from one column to another as a range, for constraints."""
    return Func(
        F(start), F(end), Value(bounds), function="daterange", output_field=DateRangeField()
    )


class PersonnelQuerySet(models.QuerySet["Personnel"]):
    """Questions about members of the force."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_personnel(user))


class Personnel(models.Model):
    """One member of the force, known by State and service number. The name is sealed.

    Two people may have one name; one person has one number in a State. `name_index` is a keyed
    digest for finding a name that somebody already knows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.ForeignKey(
        "mission.State", models.PROTECT, related_name="personnel", verbose_name=_("State")
    )
    service_number = models.CharField(_("service number"), max_length=40)
    # Null: somebody was seen to arrive whom no State had named.
    name = SealedTextField(_("name"), null=True, blank=True)
    name_index = models.CharField(max_length=64, blank=True, editable=False)
    rank = models.CharField(_("rank"), max_length=80, blank=True)
    function = models.CharField(_("function"), max_length=60, blank=True)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=PersonnelStatus,
        default=PersonnelStatus.NOMINATED,
    )
    reports_to = models.ForeignKey(
        "mission.Personnel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="directs",
        verbose_name=_("reports to"),
    )
    added_at = models.DateTimeField(_("entered"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"state", "rank", "function", "status", "unit", "arrived_on", "left_on"}
    )
    objects = PersonnelQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of the force")
        verbose_name_plural = _("members of the force")
        ordering = ("state_id", "service_number")
        constraints = (
            models.UniqueConstraint(
                fields=("state", "service_number"), name="personnel_number_once_per_state"
            ),
            models.CheckConstraint(condition=~Q(service_number=""), name="personnel_has_a_number"),
            models.CheckConstraint(
                condition=Q(reports_to__isnull=True) | ~Q(reports_to=F("pk")),
                name="personnel_reports_to_another",
            ),
        )
        indexes = (
            models.Index(
                fields=("name_index",), condition=~Q(name_index=""), name="personnel_name_index"
            ),
        )

    def __str__(self) -> str:
        return f"{self.state_id} {self.service_number}"

    @property
    def reference(self) -> str:
        """State and number: all that lists, events and messages may say."""
        return str(self)


class MembershipQuerySet(models.QuerySet["UnitMembership"]):
    """Questions about who belonged where."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_memberships(user))

    def on(self, day: Any) -> Self:
        """Memberships on that day; the last day is not one of them."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day), from_on__lte=day)


class UnitMembership(models.Model):
    """One person in one unit from a day until (not including) another; one unit at a time."""

    personnel = models.ForeignKey("mission.Personnel", models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(
        "mission.Unit", models.PROTECT, related_name="memberships", verbose_name=_("unit")
    )
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    commands = models.BooleanField(_("commands the unit"), default=False)

    audit_values: ClassVar[frozenset[str]] = frozenset({"unit", "from_on", "to_on", "commands"})
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership of a unit")
        verbose_name_plural = _("memberships of units")
        ordering = ("-from_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")),
                name="membership_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="membership_one_unit_at_a_time",
                expressions=(
                    ("personnel", RangeOperators.EQUAL),
                    (days("from_on", "to_on", "[)"), RangeOperators.OVERLAPS),
                ),
            ),
        )
        indexes = (
            models.Index(fields=("unit", "from_on"), name="membership_of_unit"),
            models.Index(
                fields=("personnel", "from_on"),
                include=("unit", "to_on"),
                name="membership_of_person",
            ),
        )

    def __str__(self) -> str:
        return str(self.unit)


def hold_people(ids: Iterable[Any]) -> dict[Any, Personnel]:
    """Locked by id, in one order: what concerns one person happens one after the other.

    Rows that merely point at them do not wait.
    """
    rows = Personnel.objects.select_for_update(of=("self",), no_key=True).select_related("state")
    return {row.pk: row for row in rows.filter(pk__in=list(ids)).order_by("pk")}


def units_on(day: Any, people: Iterable[Any]) -> dict[Any, Any]:
    """The unit of each on that day, by id of the person; who is in none is left out. One query."""
    rows = UnitMembership.objects.on(day).filter(personnel__in=list(people))
    return {row.personnel_id: row.unit for row in rows.select_related("unit__contingent__state")}


def person_of(state_code: str, number: str) -> Personnel | None:
    """Who has this number in this State, whoever asks."""
    return Personnel.objects.filter(
        state=state_code.upper(), service_number=service_number(number)
    ).first()
