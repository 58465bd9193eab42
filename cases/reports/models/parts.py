"""Rows that belong to a report."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.access import visible_parts
from cases.reports.choices import PersonRole
from oversight.audit.models import append_only


class PartQuerySet(models.QuerySet[Any]):
    """Questions about rows of a report."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_parts(user))


class ReportProvision(models.Model):
    """One provision the report cites."""

    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="citations")
    provision = models.ForeignKey("mission.Provision", models.PROTECT, related_name="citations")

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("cited provision")
        verbose_name_plural = _("cited provisions")
        constraints = (models.UniqueConstraint(fields=("report", "provision"), name="cited_once"),)

    def __str__(self) -> str:
        return str(self.provision)


class ReportPerson(models.Model):
    """People in the report as a structure: how many, what age, of which force. Never a name."""

    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="people")
    role = models.CharField(_("part"), max_length=12, choices=PersonRole)
    number = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    age_band = models.CharField(_("age"), max_length=20, blank=True)
    is_child = models.BooleanField(_("a child (under 18)"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=20, blank=True)
    affiliation = models.CharField(_("belongs to"), max_length=40, blank=True)
    contingent = models.ForeignKey(
        "mission.Contingent", models.PROTECT, null=True, blank=True, related_name="+"
    )

    audit_vocabularies: ClassVar[dict[str, str]] = {
        "age_band": "age_bands",
        "gender": "gender",
        "affiliation": "affiliations",
    }
    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("people in the report")
        verbose_name_plural = _("people in the report")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.get_role_display()


class ReportAmendment(models.Model):
    """Words added after filing, by who filed it: an addition or an answer to a question."""

    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="amendments")
    answers = models.ForeignKey(
        "cases.ReportDecision", models.PROTECT, null=True, blank=True, related_name="answers"
    )
    text = models.TextField(_("addition"))
    by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("addition")
        verbose_name_plural = _("additions")
        ordering = ("at", "pk")
        triggers = append_only(name="amendment")

    def __str__(self) -> str:
        return str(self.report)
