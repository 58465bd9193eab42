"""How long each clock runs, and the days on which nobody works."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oversight.authority.choices import Track
from oversight.authority.rules import ROLES
from oversight.deadlines.access import managed
from oversight.deadlines.choices import Clock, RuleStatus, Unit
from oversight.deadlines.rules import WorkCalendar
from oversight.vocabularies.models import Labelled


def role_choices() -> list[tuple[str, Any]]:
    """The roles that see cases: nobody else may be told of their clocks."""
    return [(role.code, role.name) for role in ROLES.values() if role.sees_cases]


class ManagedQuerySet(models.QuerySet[Any]):
    """Questions about rules and holidays."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(managed(user))


class RuleQuerySet(ManagedQuerySet):
    """Questions about rules."""

    def for_clock(self, clock: str, track: str) -> "DeadlineRule | None":
        """The active rule of the track, or else the one for any track."""
        rows = self.filter(clock=clock, track__in={track, ""}, is_active=True)
        return rows.order_by("-track").first()


class DeadlineRule(Labelled):
    """How long one kind of clock runs on one track, when it warns and to whom it escalates."""

    clock = models.CharField(_("clock"), max_length=30, choices=Clock)
    track = models.CharField(
        _("track"), max_length=12, choices=Track, blank=True, help_text=_("Empty: any track.")
    )
    amount = models.PositiveIntegerField(_("takes"))
    unit = models.CharField(_("unit"), max_length=14, choices=Unit, default=Unit.WORKING_DAYS)
    warn_amount = models.PositiveIntegerField(_("warn before"), null=True, blank=True)
    warn_unit = models.CharField(
        _("unit of the warning"), max_length=14, choices=Unit, default=Unit.WORKING_DAYS
    )
    unassigned_to = models.CharField(
        _("told when nobody works on it"), max_length=30, choices=role_choices, default="reviewer"
    )
    escalate_amount = models.PositiveIntegerField(_("escalate after"), null=True, blank=True)
    escalate_unit = models.CharField(
        _("unit of the escalation"), max_length=14, choices=Unit, default=Unit.WORKING_DAYS
    )
    escalate_to = models.CharField(
        _("escalate to"), max_length=30, choices=role_choices, default="lead"
    )
    source = models.TextField(_("source"), blank=True)
    status = models.CharField(
        _("standing"), max_length=14, choices=RuleStatus, default=RuleStatus.LOCAL_POLICY
    )
    is_active = models.BooleanField(_("active"), default=True)
    # Set when a person edits the row, so that a later load of the shipped file leaves it alone.
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True, editable=False)

    editable: ClassVar[tuple[str, ...]] = (
        *("label_en", "label_fr", "label_ht", "amount", "unit", "warn_amount", "warn_unit"),
        *("unassigned_to", "escalate_amount", "escalate_unit", "escalate_to"),
        *("source", "status", "is_active"),
    )
    audit_values: ClassVar[frozenset[str]] = frozenset({*editable, "clock", "track"})
    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")
        ordering = ("clock", "track")
        constraints = (
            models.UniqueConstraint(fields=("clock", "track"), name="deadline_rule_unique"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="deadline_rule_takes_time"),
        )

    def __str__(self) -> str:
        return self.label


class Holiday(models.Model):
    """One day the office added to, or took from, the public holidays of Haiti."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_worked = models.BooleanField(
        _("the office works on this day"),
        default=False,
        help_text=_("Tick it for a public holiday or a weekend day on which clocks run."),
    )

    audit_values: ClassVar[frozenset[str]] = frozenset({"day", "name", "is_worked"})
    objects = ManagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("holiday of the office")
        verbose_name_plural = _("holidays of the office")
        ordering = ("-day",)

    def __str__(self) -> str:
        return self.name


def work_calendar() -> WorkCalendar:
    """The calendar with the office's own days."""
    rows = dict(Holiday.objects.values_list("day", "is_worked"))
    worked = frozenset(day for day, is_worked in rows.items() if is_worked)
    return WorkCalendar(off=frozenset(rows) - worked, worked=worked)
