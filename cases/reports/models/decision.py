"""Decisions on reports."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.models.parts import PartQuerySet
from oversight.audit.models import append_only


class ReportDecision(models.Model):
    """One move of a report through its workflow, with the two texts: inside and to the filer."""

    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="decisions")
    name = models.CharField(_("decision"), max_length=20)
    source = models.CharField(_("from"), max_length=20)
    target = models.CharField(_("to"), max_length=20)
    reason = models.TextField(_("internal reason"), blank=True)
    message = models.TextField(_("message to the person who reported"), blank=True)
    code = models.CharField(_("kind of reason"), max_length=60, blank=True)
    duplicate_of = models.ForeignKey(
        "cases.Report", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    by = models.ForeignKey("oversight.User", models.PROTECT, null=True, related_name="+")
    # The second person, where the rule takes two.
    seconded_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset({"name", "target", "code"})
    audit_vocabularies: ClassVar[dict[str, str]] = {"code": "decline_reasons"}
    objects: Any = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a report")
        verbose_name_plural = _("decisions on reports")
        ordering = ("at", "pk")
        triggers = append_only(name="report_decision")

    def __str__(self) -> str:
        return self.name
