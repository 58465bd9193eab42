"""The gate's rows: an exception asked for, the permit, the authorisation that rests on it."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.deployment.access import visible_deployments
from mission.deployment.choices import AuthorisationState, OverrideState, PermitBasis
from mission.deployment.rules import TOLERANCE
from oversight.audit.models import append_only


class DeploymentQuerySet(models.QuerySet[Any]):
    """Questions about rows of one person's deployment."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_deployments(user))


class OverrideQuerySet(DeploymentQuerySet):
    """Questions about exceptions."""

    def waiting_for(self, user: Any) -> Self:
        """Somebody else asked, and nobody has decided."""
        return self.filter(state=OverrideState.ASKED).exclude(asked_by=user.pk)

    def usable_on(self, day: Any) -> Self:
        """Approved for an arrival on that day, and used by nobody."""
        return self.filter(state=OverrideState.APPROVED, arrives_on=day, permit__isnull=True)


class ForOneDay(models.Model):
    """Base of what concerns one person's arrival in one unit on one day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    personnel = models.ForeignKey(
        "mission.Personnel", models.PROTECT, related_name="%(class)ss", verbose_name=_("person")
    )
    unit = models.ForeignKey(
        "mission.Unit", models.PROTECT, related_name="%(class)ss", verbose_name=_("unit")
    )
    arrives_on = models.DateField(_("arrives on"))

    class Meta:
        abstract = True


class Override(ForOneDay):
    """An exception to the gate, asked for by one person and decided by another.

    `public_reason` is published, without the person; `reason` stays in the office.
    """

    public_reason = models.TextField(_("reason, as published"))
    reason = models.TextField(_("reason"))
    state = models.CharField(
        _("state"), max_length=10, choices=OverrideState, default=OverrideState.ASKED
    )
    asked_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)
    # What was missing when it was asked for: codes of schemes and modules.
    missing = models.JSONField(_("missing"), default=list)
    version = models.PositiveIntegerField(default=1)

    audit_values: ClassVar[frozenset[str]] = frozenset({"state", "arrives_on", "missing"})
    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception to the gate")
        verbose_name_plural = _("exceptions to the gate")
        ordering = ("-asked_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="override_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True)
                | (~Q(state="asked") & Q(decided_by__isnull=False)),
                name="override_decided_when_not_asked",
            ),
            models.UniqueConstraint(
                fields=("personnel", "arrives_on"),
                condition=Q(state__in=("asked", "approved")),
                name="override_one_standing",
            ),
        )

    def __str__(self) -> str:
        return str(self.personnel)


class Permit(ForOneDay):
    """What the gate wrote when it let somebody through. Never changed.

    The database itself asks the same question again before it takes the row
    (mission/migrations), so that no path, and no statement by hand, goes round the gate.
    """

    basis = models.CharField(_("basis"), max_length=10, choices=PermitBasis)
    override = models.OneToOneField(
        "mission.Override", models.PROTECT, null=True, blank=True, related_name="permit"
    )
    granted_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField(_("granted"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset({"basis", "arrives_on"})
    objects = DeploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("permit")
        verbose_name_plural = _("permits")
        ordering = ("-granted_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(basis="cleared", override__isnull=True)
                | Q(basis="override", override__isnull=False),
                name="permit_override_when_so_based",
            ),
            # What the authorisation's foreign key points at: the same person, unit and day.
            models.UniqueConstraint(
                fields=("id", "personnel", "unit", "arrives_on"), name="permit_for_one_arrival"
            ),
        )
        triggers = append_only(name="permit")

    def __str__(self) -> str:
        return str(self.personnel)


class AuthorisationQuerySet(DeploymentQuerySet):
    """Questions about authorisations."""

    def valid_on(self, day: Any) -> Self:
        """For an arrival on that day, as they stand."""
        return self.filter(state=AuthorisationState.VALID, arrives_on=day)

    def unused_near(self, day: Any) -> Self:
        """That cover somebody who is seen to arrive on that day."""
        near = (day - TOLERANCE, day + TOLERANCE)
        return self.filter(
            state=AuthorisationState.VALID, arrival__isnull=True, arrives_on__range=near
        )


class Authorisation(ForOneDay):
    """The office's permission that one person comes to one unit on one day.

    A composite foreign key ties it to a permit for the very same person, unit and day.
    """

    permit = models.OneToOneField("mission.Permit", models.PROTECT, related_name="authorisation")
    rotation = models.ForeignKey(
        "mission.Rotation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="authorisations",
        verbose_name=_("rotation"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AuthorisationState, default=AuthorisationState.VALID
    )
    authorised_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField(_("authorised"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    audit_values: ClassVar[frozenset[str]] = frozenset({"state", "arrives_on", "unit"})
    objects = AuthorisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("authorisation")
        verbose_name_plural = _("authorisations")
        ordering = ("-arrives_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("personnel", "arrives_on"),
                condition=Q(state="valid"),
                name="authorisation_one_valid_per_arrival",
            ),
        )
        indexes = (models.Index(fields=("state", "arrives_on"), name="authorisation_by_day"),)

    def __str__(self) -> str:
        return str(self.personnel)
