"""Rows that belong to a case."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.casework.access import in_visible_cases
from cases.casework.choices import AccessKind
from oversight.audit.models import append_only


class PartQuerySet(models.QuerySet[Any]):
    """Questions about rows of a case."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(in_visible_cases(user))


class CaseTransition(models.Model):
    """One move of a case through its workflow."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="transitions")
    name = models.CharField(_("transition"), max_length=30)
    source = models.CharField(_("from"), max_length=20)
    target = models.CharField(_("to"), max_length=20)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset({"name", "source", "target"})
    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        ordering = ("at", "pk")
        triggers = append_only(name="case_transition")

    def __str__(self) -> str:
        return self.name


class CaseNote(models.Model):
    """An internal note. Never leaves the office; corrections are further notes."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="notes")
    text = models.TextField(_("note"))
    by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    # Colleagues who were told of the note when it was written; each could see the case then.
    told = models.ManyToManyField("oversight.User", related_name="+", verbose_name=_("told"))

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ("-at", "-pk")
        triggers = append_only(name="case_note")

    def __str__(self) -> str:
        return str(self.case)


class CaseAccess(models.Model):
    """One person's standing in one case: works on it, is its focal point, or takes no part."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="access")
    user = models.ForeignKey(
        "oversight.User",
        models.PROTECT,
        related_name="case_access",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("standing"), max_length=12, choices=AccessKind)
    conflict_declaration = models.TextField(_("declaration on conflicts of interest"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset({"kind", "user"})
    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("who works on the case")
        verbose_name_plural = _("who works on the case")
        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "user"),
                condition=Q(ended_at__isnull=True),
                name="case_access_one_standing",
            ),
        )
        indexes = (
            models.Index(
                fields=("user", "case"), condition=Q(ended_at__isnull=True), name="case_access_now"
            ),
            # Who takes no part is asked about in every list: few rows, found at once.
            models.Index(
                fields=("user", "case"),
                condition=Q(ended_at__isnull=True, kind="recused"),
                name="case_access_barred",
            ),
        )

    def __str__(self) -> str:
        return str(self.user)
