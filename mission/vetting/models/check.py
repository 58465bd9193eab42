"""Checks: one decision on one person or unit under one scheme, and what hangs on it."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.vetting.access import visible_check_parts, visible_checks
from mission.vetting.choices import AppealState, CheckStatus
from oversight.audit.models import append_only

ONE_SUBJECT = Q(personnel__isnull=False, unit__isnull=True) | Q(
    personnel__isnull=True, unit__isnull=False
)
PENDING = Q(status__in=(CheckStatus.REQUESTED, CheckStatus.IN_REVIEW))


class CheckQuerySet(models.QuerySet["Check"]):
    """Questions about checks."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_checks(user))

    def with_subjects(self) -> Self:
        return self.select_related("scheme", "personnel", "unit__contingent")

    def of_state(self, code: Any) -> Self:
        return self.filter(Q(personnel__state=code) | Q(unit__contingent__state=code))

    def waiting_for(self, user: Any) -> Self:
        """A colleague proposed an outcome; certified ones are decided by their document."""
        waiting = self.exclude(proposed_outcome="").exclude(proposed_by=user.pk)
        return waiting.filter(certification__isnull=True)


class Check(models.Model):
    """One check. `status` is written by the workflow alone.

    An outcome is proposed by one person and decided by another. `credibility` weighs the
    information: factor -> {"weight", "note"}. Validity includes both ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(
        "mission.Scheme", models.PROTECT, related_name="checks", verbose_name=_("scheme")
    )
    personnel = models.ForeignKey(
        "mission.Personnel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checks",
        verbose_name=_("person"),
    )
    unit = models.ForeignKey(
        "mission.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checks",
        verbose_name=_("unit"),
    )
    # Of a unit: who commanded it when it was checked.
    commander = models.ForeignKey(
        "mission.Personnel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commander"),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=CheckStatus, default=CheckStatus.REQUESTED
    )
    basis = models.TextField(_("basis"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    credibility = models.JSONField(_("credibility"), default=dict, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    proposed_outcome = models.CharField(
        _("proposed outcome"), max_length=20, choices=CheckStatus, blank=True
    )
    proposed_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    certification = models.ForeignKey(
        "mission.Certification",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checks",
        verbose_name=_("certification"),
    )
    # The check this one renews (re-vetting).
    renews = models.ForeignKey(
        "mission.Check",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewed_by",
        verbose_name=_("renews"),
    )
    requested_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"scheme", "status", "proposed_outcome", "valid_from", "valid_until"}
    )
    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ("-requested_at", "pk")
        constraints = (
            models.CheckConstraint(condition=ONE_SUBJECT, name="check_about_one_subject"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="check_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("cleared", "conditional"))
                | Q(decided_by__isnull=False, proposed_by__isnull=False, valid_from__isnull=False),
                name="check_cleared_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status="conditional") | ~Q(conditions=""),
                name="check_conditional_has_conditions",
            ),
            models.UniqueConstraint(
                fields=("scheme", "personnel"),
                condition=PENDING & Q(personnel__isnull=False),
                name="check_one_pending_per_person",
            ),
            models.UniqueConstraint(
                fields=("scheme", "unit"),
                condition=PENDING & Q(unit__isnull=False),
                name="check_one_pending_per_unit",
            ),
        )
        indexes = (
            models.Index(fields=("personnel", "scheme", "-requested_at"), name="check_of_person"),
            models.Index(fields=("status", "-requested_at"), name="check_by_status"),
        )

    def __str__(self) -> str:
        return f"{self.subject} · {self.scheme}"

    @property
    def subject(self) -> Any:
        """The person or the unit."""
        return self.personnel or self.unit


class CheckPartQuerySet(models.QuerySet[Any]):
    """Questions about what hangs on a check."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_check_parts(user))


class CheckMove(models.Model):
    """One move of a check through its workflow."""

    check_of = models.ForeignKey("mission.Check", models.PROTECT, related_name="moves")
    name = models.CharField(_("move"), max_length=30)
    source = models.CharField(_("from"), max_length=20)
    target = models.CharField(_("to"), max_length=20)
    reason = models.TextField(_("reason"), blank=True)
    # Null: the system did it (expiry, a concern).
    by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset({"name", "source", "target"})
    objects = CheckPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("move of a check")
        verbose_name_plural = _("moves of checks")
        ordering = ("at", "pk")
        triggers = append_only(name="check_move")

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """A file or a link that a check rests on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_of = models.ForeignKey("mission.Check", models.PROTECT, related_name="evidence")
    title = models.CharField(_("what it is"), max_length=200)
    file = models.ForeignKey(
        "oversight.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.URLField(_("link"), max_length=500, blank=True)
    added_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    objects = CheckPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence of a check")
        verbose_name_plural = _("evidence of checks")
        ordering = ("added_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(file__isnull=False, link="") | (Q(file__isnull=True) & ~Q(link="")),
                name="evidence_is_a_file_or_a_link",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Appeal(models.Model):
    """An appeal against the outcome of a check, decided by somebody who had no part in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_of = models.ForeignKey("mission.Check", models.PROTECT, related_name="appeals")
    lodged_by = models.CharField(_("lodged by"), max_length=200)
    lodged_on = models.DateField(_("lodged on"))
    grounds = models.TextField(_("grounds"))
    state = models.CharField(
        _("state"), max_length=10, choices=AppealState, default=AppealState.OPEN
    )
    decided_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    recorded_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset({"state", "lodged_on"})
    objects = CheckPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ("-lodged_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("check_of",), condition=Q(state="open"), name="appeal_one_open_per_check"
            ),
        )

    def __str__(self) -> str:
        return self.get_state_display()
