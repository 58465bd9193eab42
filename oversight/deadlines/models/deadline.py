"""Clocks."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.audit.models import append_only
from oversight.deadlines.access import deadlines_of, visible_deadlines
from oversight.deadlines.choices import ChangeKind, Clock, ExtensionState, Stage
from oversight.deadlines.models.rule import Timing
from oversight.deadlines.rules import ZONE, Change, Marks

OPEN = Q(met_at__isnull=True, cancelled_at__isnull=True)


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Questions about clocks."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_deadlines(user))

    def of_person(self, user: Any) -> Self:
        """Clocks of what the person works on and may see."""
        return self.visible_to(user).filter(deadlines_of(user))

    def of_subject(self, subject: models.Model) -> Self:
        return self.filter(subject_label=subject._meta.label_lower, subject_id=subject.pk)

    def running(self) -> Self:
        """Neither met nor cancelled; paused ones too."""
        return self.filter(OPEN)

    def overdue(self, now: datetime) -> Self:
        return self.running().filter(due_at__lte=now, paused_at__isnull=True)

    def escalated(self) -> Self:
        """Brought to somebody above, and still open."""
        return self.running().filter(stage=Stage.ESCALATION, paused_at__isnull=True)

    def in_state(self, state: str, now: datetime | None = None) -> Self:
        """Rows of one state of the lists: open, overdue, escalated, paused or met."""
        now = now or timezone.now()
        found = {
            "open": self.running().filter(paused_at__isnull=True),
            "overdue": self.overdue(now),
            "escalated": self.escalated(),
            "not_taken_up": self.escalated().filter(taken_up_at__isnull=True),
            "asked": self.running().filter(extensions__state=ExtensionState.WAITING),
            "paused": self.running().filter(paused_at__isnull=False),
            "met": self.filter(met_at__isnull=False),
        }
        return found.get(state, self.none())

    def waiting_for_sweep(self, now: datetime) -> Self:
        """What the sweep has to look at; served by an index that holds nothing else."""
        return self.filter(next_at__lte=now).order_by("next_at", "pk")

    def punctuality(self, *, now: datetime) -> Any:
        """By month in which clocks fell due: in time, late, and still open though overdue."""
        late = Q(met_at__gt=F("due_at"))
        return (
            self.filter(due_at__lte=now, cancelled_at__isnull=True)
            .annotate(month=TruncMonth("due_at", tzinfo=ZONE))
            .values("month", "clock")
            .annotate(
                due=Count("pk"),
                in_time=Count("pk", filter=Q(met_at__isnull=False) & ~late),
                late=Count("pk", filter=late),
                open=Count("pk", filter=Q(met_at__isnull=True)),
            )
            .order_by("month", "clock")
        )


class Deadline(Timing):
    """One clock that runs, or ran, on one record. Kept after it is met: punctuality is derived.

    It keeps the terms of its rule as they were when it started.
    `next_at` is when the sweep has to look again; null when there is nothing left to say.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clock = models.CharField(_("clock"), max_length=30, choices=Clock)
    subject_label = models.CharField(_("kind of record"), max_length=60)
    subject_id = models.UUIDField(_("record"))
    rule = models.ForeignKey("oversight.DeadlineRule", models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started"))
    due_at = models.DateTimeField(_("due"))
    warn_at = models.DateTimeField(_("warns"), null=True, blank=True)
    escalate_at = models.DateTimeField(_("escalates"), null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True, editable=False)
    stage = models.CharField(_("reminders"), max_length=12, choices=Stage, blank=True, default="")
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    met_at = models.DateTimeField(_("met"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    # Set when somebody it was escalated to took it up; a later due day asks anew.
    taken_up_at = models.DateTimeField(_("taken up"), null=True, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"clock", "due_at", "stage", "met_at", "paused_at", "cancelled_at", "taken_up_at"}
    )
    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ("due_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("clock", "subject_label", "subject_id"),
                condition=OPEN,
                name="deadline_one_open_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(next_at__isnull=True) | (OPEN & Q(paused_at__isnull=True)),
                name="deadline_swept_only_when_running",
            ),
        )
        indexes = (
            models.Index(
                fields=("next_at", "id"),
                condition=Q(next_at__isnull=False),
                name="deadline_next",
            ),
            models.Index(fields=("subject_label", "subject_id"), name="deadline_subject"),
            models.Index(fields=("due_at",), condition=OPEN, name="deadline_open_due"),
        )

    def __str__(self) -> str:
        return self.get_clock_display()

    @property
    def marks(self) -> Marks:
        return Marks(self.warn_at, self.due_at, self.escalate_at)

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.cancelled_at is None

    def describe(self, now: datetime | None = None) -> Any:
        """The state of the clock in words."""
        if self.cancelled_at:
            return _("cancelled")
        if self.met_at:
            return _("met late") if self.is_late else _("met in time")
        if self.paused_at:
            return _("paused")
        if self.due_at > (now or timezone.now()):
            return _("running")
        if self.stage != Stage.ESCALATION:
            return _("overdue")
        return _("escalated, taken up") if self.taken_up_at else _("overdue and escalated")

    def story(self) -> list[Change]:
        """Its pauses and extensions as plain values, oldest first."""
        return [Change(row.kind, row.at, row.due_after) for row in self.changes.all()]

    @property
    def is_late(self) -> bool:
        """Met after it was due."""
        return self.met_at is not None and self.met_at > self.due_at


class ChangeQuerySet(models.QuerySet[Any]):
    """Questions about what happened to clocks."""

    def visible_to(self, user: Any) -> Self:
        clocks = Deadline.objects.visible_to(user)
        return self.filter(deadline__in=clocks)


class DeadlineChange(models.Model):
    """One pause, resumption, extension or other move of a clock, with its reason. Never edited."""

    deadline = models.ForeignKey("oversight.Deadline", models.PROTECT, related_name="changes")
    kind = models.CharField(_("what"), max_length=10, choices=ChangeKind)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    approved_by = models.ForeignKey(
        *("oversight.User", models.PROTECT), null=True, related_name="+", verbose_name=_("approved")
    )
    reason = models.TextField(_("reason"), blank=True)
    due_before = models.DateTimeField(_("due before"))
    due_after = models.DateTimeField(_("due after"))

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause or extension")
        verbose_name_plural = _("pauses and extensions")
        ordering = ("at", "pk")
        triggers = append_only(name="deadline_change")

    def __str__(self) -> str:
        return self.get_kind_display()
