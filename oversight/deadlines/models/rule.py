"""How long each clock runs, and the days on which nobody works."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
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
    """The roles that see cases or vetting files: nobody else may be told of their clocks."""
    return [(role.code, role.name) for role in ROLES.values() if role.is_guarded]


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

    def with_office_days(self) -> Self:
        """With the days that `calendar` needs, read by the same statement."""
        days = OfficeDay.objects.order_by().values("day")
        return self.annotate(
            days_off=ArraySubquery(days.filter(is_worked=False)),
            days_worked=ArraySubquery(days.filter(is_worked=True)),
        )


class Timing(models.Model):
    """Base of rules and clocks: a clock keeps the terms it started with, whatever the rule says later."""

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
    extend_times = models.PositiveSmallIntegerField(_("extended at most so many times"), default=2)
    extend_amount = models.PositiveIntegerField(
        _("each time by at most"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    extend_unit = models.CharField(
        _("unit of the extension"), max_length=14, choices=Unit, default=Unit.WORKING_DAYS
    )

    timing: ClassVar[tuple[str, ...]] = (
        *("amount", "unit", "warn_amount", "warn_unit", "unassigned_to"),
        *("escalate_amount", "escalate_unit", "escalate_to"),
        *("extend_times", "extend_amount", "extend_unit"),
    )

    class Meta:
        abstract = True

    def terms(self) -> dict[str, Any]:
        """The values that make one clock run like another."""
        return {field: getattr(self, field) for field in self.timing}


class DeadlineRule(Timing, Labelled):
    """How long one kind of clock runs on one track, when it warns and to whom it escalates."""

    clock = models.CharField(_("clock"), max_length=30, choices=Clock)
    track = models.CharField(
        _("track"), max_length=12, choices=Track, blank=True, help_text=_("Empty: any track.")
    )
    source = models.TextField(_("source"), blank=True)
    status = models.CharField(
        _("standing"), max_length=14, choices=RuleStatus, default=RuleStatus.LOCAL_POLICY
    )
    is_active = models.BooleanField(_("active"), default=True)
    # Set when a person edits the row, so that a later load of the shipped file leaves it alone.
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True, editable=False)

    editable: ClassVar[tuple[str, ...]] = (
        *("label_en", "label_fr", "label_ht", *Timing.timing, "source", "status", "is_active"),
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

    @property
    def calendar(self) -> WorkCalendar:
        """The calendar with the days that came with the rule; see `with_office_days`."""
        off, worked = frozenset(self.days_off), frozenset(self.days_worked)  # type: ignore[attr-defined]
        return WorkCalendar(off=off, worked=worked)


class OfficeDay(Labelled):
    """One day the office closes, or works in spite of a weekend or of a public holiday of Haiti."""

    day = models.DateField(_("day"), unique=True)
    is_worked = models.BooleanField(
        _("the office works on this day"),
        default=False,
        help_text=_("Tick it for a public holiday or a weekend day on which clocks run."),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"day", "label_en", "label_fr", "label_ht", "is_worked", "source"}
    )
    objects = ManagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of the office")
        verbose_name_plural = _("days of the office")
        ordering = ("-day",)

    def __str__(self) -> str:
        return self.label


def calendar_of(days: dict[date, bool]) -> WorkCalendar:
    """The calendar in which these days are worked (True) or closed (False)."""
    worked = frozenset(day for day, is_worked in days.items() if is_worked)
    return WorkCalendar(off=frozenset(days) - worked, worked=worked)


def office_days() -> dict[date, bool]:
    """The office's own days, and whether it works on them."""
    return dict(OfficeDay.objects.values_list("day", "is_worked"))


def work_calendar() -> WorkCalendar:
    """The calendar with the office's own days."""
    return calendar_of(office_days())
