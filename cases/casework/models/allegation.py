"""Allegations."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.casework.access import in_visible_cases


class AllegationQuerySet(models.QuerySet["Allegation"]):
    """Questions about allegations."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(in_visible_cases(user))


class Allegation(models.Model):
    """One person (or unknown perpetrator) x one type of misconduct: the unit that is counted.

    Persons are numbers inside the case ("person 2"); the row holds no name. A member of the force
    may be pointed to (`personnel`); nothing there points back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="allegations")
    person_number = models.PositiveIntegerField(_("person"), default=1)
    type = models.CharField(_("type"), max_length=60)
    provision = models.ForeignKey(
        "mission.Provision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allegations",
        verbose_name=_("provision"),
    )
    affiliation = models.CharField(_("belongs to"), max_length=40, default="unknown")
    contingent = models.ForeignKey(
        "mission.Contingent",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allegations",
        verbose_name=_("contingent"),
    )
    # Who it is, where that is known. Chosen by State and number; never shown to those who vet.
    personnel = models.ForeignKey(
        "mission.Personnel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("member of the force"),
    )
    involvement = models.CharField(_("involvement"), max_length=40, default="unknown")
    victim_age_band = models.CharField(_("age of the person harmed"), max_length=20, blank=True)
    added_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"type", "affiliation", "person_number", "involvement", "victim_age_band"}
    )
    audit_vocabularies: ClassVar[dict[str, str]] = {
        "type": "violation_types",
        "affiliation": "affiliations",
        "involvement": "involvement_degree",
        "victim_age_band": "age_bands",
    }
    objects = AllegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("allegation")
        verbose_name_plural = _("allegations")
        ordering = ("person_number", "added_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "person_number", "type"), name="allegation_once_per_person_and_type"
            ),
            models.CheckConstraint(
                condition=Q(personnel__isnull=True) | Q(contingent__isnull=False),
                name="allegation_person_has_a_contingent",
            ),
        )

    def __str__(self) -> str:
        return str(_("Person %(number)s") % {"number": self.person_number})
