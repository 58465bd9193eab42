"""What a finding set off outside the case: the link that stands here alone."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.casework.access import visible_findings, visible_protections
from cases.casework.choices import ProtectionState
from oversight.sealing.models import SealedTextField


class CaseConcernQuerySet(models.QuerySet["CaseConcern"]):
    """Questions about concerns that came of cases."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_findings(user))

    def standing(self) -> Self:
        """Those that no later finding has lifted."""
        return self.filter(ended_at__isnull=True)

    def not_assessed(self) -> Self:
        """Standing ones of which nobody has said yet whether telling is safe."""
        return self.standing().exclude(pk__in=CaseProtection.objects.settled().values("about"))


class CaseConcern(models.Model):
    """One concern about a member of the force that came of one adopted finding.

    The concern itself says whom, when and how grave. That it came from here, and from what, stands
    in this row and nowhere else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    allegation = models.ForeignKey("cases.Allegation", models.PROTECT, related_name="concerns")
    finding = models.OneToOneField("cases.Finding", models.PROTECT, related_name="concern")
    concern = models.OneToOneField("mission.Concern", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    # The later finding that took the ground away.
    ended_by = models.OneToOneField(
        "cases.Finding", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CaseConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("concern that came of a case")
        verbose_name_plural = _("concerns that came of cases")
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("allegation",),
                condition=Q(ended_at__isnull=True),
                name="case_concern_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="case_concern_ended_by_a_finding",
            ),
        )

    def __str__(self) -> str:
        return str(self.allegation)


class CaseProtectionQuerySet(models.QuerySet["CaseProtection"]):
    """Questions about assessments of protection."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_protections(user))

    def settled(self) -> Self:
        """Those whose answer was passed on."""
        return self.exclude(state__in=(ProtectionState.WAITING, ProtectionState.ASIDE))

    def waiting(self) -> Self:
        """Those that wait for a second person, about a concern that still stands."""
        return self.filter(state=ProtectionState.WAITING, about__ended_at__isnull=True)


class CaseProtection(models.Model):
    """Whether telling the State could harm a victim, witness or source. Only the answer leaves.

    “It may be told” takes two people. The grounds say who might harm whom: they are sealed, and
    never leave the case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.ForeignKey("cases.CaseConcern", models.PROTECT, related_name="protections")
    may_tell = models.BooleanField(_("may be told"))
    grounds = SealedTextField(_("grounds"))
    state = models.CharField(_("state"), max_length=12, choices=ProtectionState)
    assessed_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(_("assessed"), default=timezone.now)
    decided_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = SealedTextField(_("reason of the decision"), null=True, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset({"may_tell", "state"})
    objects = CaseProtectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment of protection")
        verbose_name_plural = _("assessments of protection")
        ordering = ("-assessed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("about",),
                condition=Q(state="waiting"),
                name="case_protection_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("assessed_by")),
                name="case_protection_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(may_tell=True, state="stands") | Q(decided_by__isnull=False),
                name="case_protection_told_by_two_people",
            ),
        )

    def __str__(self) -> str:
        return self.get_state_display()
