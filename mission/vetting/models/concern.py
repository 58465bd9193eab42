"""Concerns: adverse information about a person or unit, and who outside may be told."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.vetting.access import visible_checks, visible_concern_parts
from mission.vetting.choices import ConcernSource, ConcernState, Gravity
from mission.vetting.models.check import ONE_SUBJECT
from oversight.audit.models import append_only


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Questions about concerns."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_checks(user))

    def with_subjects(self) -> Self:
        return self.select_related("personnel", "unit__contingent")

    def of_state(self, code: Any) -> Self:
        return self.filter(Q(personnel__state=code) | Q(unit__contingent__state=code))

    def waiting_for(self, user: Any) -> Self:
        """A colleague proposed to lift it."""
        rows = self.filter(lift_proposed_by__isnull=False).exclude(state="lifted")
        return rows.exclude(lift_proposed_by=user.pk)

    def suspending_on(self, day: Any) -> Self:
        """Those that suspend the clearance on that day; the day of lifting is free again."""
        return self.filter(
            Q(lifted_on__isnull=True) | Q(lifted_on__gt=day), suspends=True, opened_on__lte=day
        )


class Concern(models.Model):
    """Adverse information. While it stands and suspends, nobody it concerns is cleared.

    From a case it holds person, date and gravity, and nothing else: `basis` is empty, nobody is
    named as its author, and the link stands in `cases` alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    personnel = models.ForeignKey(
        "mission.Personnel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns",
        verbose_name=_("person"),
    )
    unit = models.ForeignKey(
        "mission.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns",
        verbose_name=_("unit"),
    )
    source = models.CharField(_("source"), max_length=12, choices=ConcernSource)
    gravity = models.CharField(_("gravity"), max_length=8, choices=Gravity)
    opened_on = models.DateField(_("since"))
    suspends = models.BooleanField(_("suspends the clearance"), default=True)
    basis = models.TextField(_("basis"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    credibility = models.JSONField(_("credibility"), default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ConcernState, default=ConcernState.OPEN
    )
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    lift_proposed_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_reason = models.TextField(_("reason of the decision"), blank=True)
    recorded_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"source", "gravity", "state", "suspends", "opened_on", "lifted_on"}
    )
    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ("-opened_on", "pk")
        constraints = (
            models.CheckConstraint(condition=ONE_SUBJECT, name="concern_about_one_subject"),
            models.CheckConstraint(
                condition=~Q(source="case")
                | Q(basis="", link="", credibility={}, recorded_by__isnull=True),
                name="concern_from_a_case_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(state="lifted", lifted_on__isnull=False, lifted_on__gte=F("opened_on"))
                | (~Q(state="lifted") & Q(lifted_on__isnull=True)),
                name="concern_lifted_on_a_day",
            ),
        )
        indexes = (
            models.Index(
                fields=("personnel",), condition=Q(suspends=True), name="concern_suspending"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} · {self.get_source_display()}"

    @property
    def subject(self) -> Any:
        """The person or the unit."""
        return self.personnel or self.unit

    @property
    def is_restricted(self) -> bool:
        """Whether it comes from a case: then its basis is not to be known here."""
        return bool(self.source == ConcernSource.CASE)


class ConcernPartQuerySet(models.QuerySet[Any]):
    """Questions about what hangs on a concern."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_concern_parts(user))


class ProtectionAssessment(models.Model):
    """Whether telling the State or the unit could put somebody in danger. The latest counts.

    Of a concern from a case, grounds and author stand in `cases`, not here.
    """

    concern = models.ForeignKey("mission.Concern", models.PROTECT, related_name="assessments")
    may_tell = models.BooleanField(_("may be told"))
    grounds = models.TextField(_("grounds"), blank=True)
    assessed_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    assessed_at = models.DateTimeField(_("assessed"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset({"may_tell"})
    objects = ConcernPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("protection assessment")
        verbose_name_plural = _("protection assessments")
        ordering = ("-assessed_at", "-pk")
        triggers = append_only(name="protection_assessment")

    def __str__(self) -> str:
        return str(self.may_tell)


class StateNotice(models.Model):
    """What a State or unit was told: "adverse information" and a month, nothing more.

    References the assessment that allowed it, so that none can exist without one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey("mission.Concern", models.PROTECT, related_name="notices")
    assessment = models.ForeignKey(
        "mission.ProtectionAssessment", models.PROTECT, related_name="notices"
    )
    addressed_to = models.CharField(_("addressed to"), max_length=200)
    month = models.DateField(_("month"))
    sent_on = models.DateField(_("sent on"))
    recorded_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset({"sent_on", "month"})
    objects = ConcernPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to a State")
        verbose_name_plural = _("notices to States")
        ordering = ("-sent_on", "pk")
        triggers = append_only(name="state_notice")

    def __str__(self) -> str:
        return self.addressed_to
