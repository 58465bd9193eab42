"""Modules of training, of whom they are required, sessions, results."""

import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.force.models import AppliesTo
from mission.force.models.personnel import days
from mission.mandate.models import Sourced
from mission.training.access import visible_results, visible_training
from mission.training.choices import ChangeState, Result
from oversight.vocabularies.models import Labelled


class TrainingQuerySet(models.QuerySet[Any]):
    """Questions about what training there is."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_training(user))


class TrainingModule(Labelled, Sourced):
    """One thing to be learnt. `valid_months` null: learnt once for all."""

    code = models.SlugField(_("code"), max_length=60, primary_key=True)
    valid_months = models.PositiveIntegerField(_("valid for months"), null=True, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    is_retired = models.BooleanField(_("retired"), default=False)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"label_en", "label_fr", "label_ht", "valid_months", "is_retired"}
    )
    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training module")
        verbose_name_plural = _("training modules")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.label


class TrainingRequirement(AppliesTo):
    """A module that somebody must have passed, before arrival or in theatre (`grace_days`)."""

    module = models.ForeignKey(
        "mission.TrainingModule",
        models.PROTECT,
        related_name="requirements",
        verbose_name=_("module"),
    )

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"module", "state", "unit", "function", "grace_days", "from_on", "until_on"}
    )
    objects = TrainingQuerySet.as_manager()

    class Meta(AppliesTo.Meta):
        verbose_name = _("required training")
        verbose_name_plural = _("required trainings")
        ordering = ("module", "pk")

    def __str__(self) -> str:
        return str(self.module)


class TrainingSession(models.Model):
    """One course held. The trainer is an office or body, never a named person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    module = models.ForeignKey(
        "mission.TrainingModule", models.PROTECT, related_name="sessions", verbose_name=_("module")
    )
    held_on = models.DateField(_("held on"))
    trainer = models.CharField(_("given by"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(_("entered"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset({"module", "held_on", "trainer", "place"})
    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering = ("-held_on", "pk")

    def __str__(self) -> str:
        return str(self.module)


class ResultQuerySet(models.QuerySet["TrainingResult"]):
    """Questions about who has learnt what."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_results(user))

    def counting_on(self, day: Any) -> Self:
        """Passed and valid on that day, both ends included."""
        return self.filter(
            Q(until_on__isnull=True) | Q(until_on__gte=day),
            result=Result.PASSED,
            from_on__lte=day,
        )


class TrainingResult(models.Model):
    """What one person achieved in one module.

    A passed result counts from `from_on` until `until_on` (both included). `expires_on` is when it
    would end by itself; `until_on` is earlier when a later pass took its place. One counts at a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    personnel = models.ForeignKey(
        "mission.Personnel", models.PROTECT, related_name="training", verbose_name=_("person")
    )
    module = models.ForeignKey(
        "mission.TrainingModule", models.PROTECT, related_name="results", verbose_name=_("module")
    )
    session = models.ForeignKey(
        "mission.TrainingSession",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="results",
        verbose_name=_("session"),
    )
    result = models.CharField(_("result"), max_length=10, choices=Result)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    evidence = models.CharField(_("shown by"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"module", "result", "from_on", "until_on", "expires_on"}
    )
    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("training result")
        verbose_name_plural = _("training results")
        ordering = ("-from_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="training_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="training_one_counts_at_a_time",
                expressions=(
                    ("personnel", RangeOperators.EQUAL),
                    ("module", RangeOperators.EQUAL),
                    (days("from_on", "until_on", "[]"), RangeOperators.OVERLAPS),
                ),
                condition=Q(result=Result.PASSED),
            ),
        )
        indexes = (
            models.Index(fields=("expires_on",), name="training_expires"),
            # What the gate and readiness read of a person, without going to the table.
            models.Index(
                fields=("personnel",),
                include=("module", "from_on", "until_on", "expires_on"),
                condition=Q(result="passed"),
                name="training_of_person",
            ),
        )

    def __str__(self) -> str:
        return str(self.module)


class ModuleChangeRequest(models.Model):
    """A lesson learnt: a module should change. Holds nothing of where the lesson came from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    module = models.ForeignKey(
        "mission.TrainingModule",
        models.PROTECT,
        related_name="change_requests",
        verbose_name=_("module"),
    )
    text = models.TextField(_("what should change"))
    asked_on = models.DateField(_("asked on"))
    state = models.CharField(
        _("state"), max_length=10, choices=ChangeState, default=ChangeState.WAITING
    )
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset({"module", "state"})
    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to change a module")
        verbose_name_plural = _("requests to change modules")
        ordering = ("-asked_on", "pk")

    def __str__(self) -> str:
        return str(self.module)
