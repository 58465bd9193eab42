"""The case, and the reports in it."""

import json
import re
import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.casework.access import in_visible_cases, visible_cases
from cases.casework.choices import CaseStatus, Confidentiality, Feedback
from cases.casework.models.parts import CaseAccess
from cases.reports.models import Report
from oversight.authority.choices import RESTRICTED_TRACKS, Track

# About where gathering what a word finds begins to cost more than a walk through the newest.
MANY = 5000
REFERENCE = re.compile(r"C-\w{4}-\w{4}", re.IGNORECASE)


def _plain(expression: Any) -> Lower:
    """Lower case without accents; the same in the index and in the query."""
    return Lower(Func(expression, function="f_unaccent", output_field=models.TextField()))


def _in_many(reports: Any) -> bool:
    """Whether the database expects so many of them that listing all costs more than looking."""
    plan = json.loads(reports.order_by().explain(format="json"))
    return bool(plan[0]["Plan"]["Plan Rows"] > MANY)


def _standings() -> models.QuerySet[Any]:
    """Who works now on the case of the outer query."""
    return CaseAccess.objects.filter(
        case=OuterRef("pk"), kind__in=("assigned", "focal_point"), ended_at__isnull=True
    )


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about cases."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_cases(user))

    def open(self) -> Self:
        return self.exclude(status=CaseStatus.CLOSED)

    def assigned_to(self, user: Any) -> Self:
        """Cases the person works on now."""
        return self.filter(Exists(_standings().filter(user=user.pk)))

    def unassigned(self) -> Self:
        """Cases nobody works on now."""
        return self.filter(~Exists(_standings()))

    def in_place(self, place: Any) -> Self:
        """Cases in the place or anywhere below it."""
        below = Q(pk=place.pk)
        for step in ("parent", "parent__parent", "parent__parent__parent"):
            below |= Q(**{step: place.pk})
        return self.filter(place__in=type(place).objects.filter(below))

    def search(self, text: str, user: Any) -> Self:
        """By reference, by words of the title, or by words of the reports the person may read."""
        if REFERENCE.fullmatch(text.strip()):
            return self.filter(reference=text.strip().upper())
        title = Q()
        for word in text.split()[:10]:
            title &= Q(plain_title__contains=_plain(Value(word)))
        told = Report.objects.triable_by(user).search(text)
        if _in_many(told):
            # The newest cases are looked through until the page is full: soon, with such a word.
            links = CaseReport.objects.standing().filter(case=OuterRef(OuterRef("pk")))
            inside = told.filter(Exists(links.filter(report=OuterRef("pk"))))
            return self.alias(plain_title=_plain(F("title"))).filter(title | Q(Exists(inside)))
        # One list of keys, each half from its own index: "or" would look at every case there is.
        titled = Case.objects.alias(plain_title=_plain(F("title"))).filter(title)
        links = CaseReport.objects.standing().filter(report__in=told.order_by().values("pk"))
        found = titled.order_by().values("pk").union(links.order_by().values("case"))
        return self.filter(pk__in=found)

    def with_list_data(self) -> Self:
        """What one line of a list shows, without further queries."""
        return self.select_related("place")

    def with_page_data(self) -> Self:
        """What the page of one case shows, in a fixed number of queries."""
        return self.select_related("place").prefetch_related(
            Prefetch("links", CaseReport.objects.standing().select_related("report")),
            "allegations__provision",
            "allegations__contingent",
            "allegations__findings",
            "access__user",
        )


class Case(models.Model):
    """The office's file about what happened. One case may have many reports and allegations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=16, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    track = models.CharField(_("track"), max_length=12, choices=Track, default=Track.GENERAL)
    status = models.CharField(
        _("status"), max_length=20, choices=CaseStatus, default=CaseStatus.ASSESSMENT
    )
    # Where `resume` and `take_back` lead: the state the case was in before.
    held_status = models.CharField(max_length=20, choices=CaseStatus, blank=True, editable=False)
    severity = models.CharField(_("severity"), max_length=20, default="moderate")
    confidentiality = models.CharField(
        _("confidentiality"),
        max_length=20,
        choices=Confidentiality,
        default=Confidentiality.INTERNAL,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    place = models.ForeignKey(
        "mission.Place", models.PROTECT, null=True, blank=True, verbose_name=_("place")
    )
    occurred_from = models.DateField(_("from"), null=True, blank=True)
    occurred_to = models.DateField(_("to"), null=True, blank=True)
    disposition = models.CharField(_("disposition"), max_length=60, blank=True)
    feedback = models.CharField(_("feedback"), max_length=20, choices=Feedback, blank=True)
    opened_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"track", "status", "severity", "confidentiality", "disposition", "feedback"}
    )
    audit_vocabularies: ClassVar[dict[str, str]] = {
        "severity": "severity",
        "disposition": "dispositions",
    }
    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ("-opened_at", "-id")
        indexes = (
            models.Index(fields=("-opened_at", "-id"), name="case_newest"),
            models.Index(fields=("status", "-opened_at"), name="case_status"),
            models.Index(fields=("updated_at", "id"), name="case_feed"),
            GinIndex(OpClass(_plain(F("title")), name="gin_trgm_ops"), name="case_title_words"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(status="closed") | ~(Q(disposition="") | Q(feedback="")),
                name="case_closed_with_disposition_and_feedback",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
                name="case_closed_at_when_closed",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_restricted(self) -> bool:
        return self.track in RESTRICTED_TRACKS

    def standing_links(self) -> "CaseReportQuerySet":
        """The reports that are in the case now."""
        return CaseReport.objects.standing().filter(case=self.pk)

    @property
    def department(self) -> str | None:
        """P-code of the department, if the place is known."""
        return self.place.pcode[:4] if self.place and self.place.pcode else None


class CaseReportQuerySet(models.QuerySet["CaseReport"]):
    """Questions about the reports of cases."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(in_visible_cases(user))

    def standing(self) -> Self:
        """Links that have not been ended."""
        return self.filter(ended_at__isnull=True)


class CaseReport(models.Model):
    """One report in one case. A link is ended with a reason, never removed.

    A report is in one case at the most at a time.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="links")
    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="case_links")
    added_by = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    ended_by = models.ForeignKey(
        "oversight.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    end_reason = models.TextField(_("why it was taken out"), blank=True)

    objects = CaseReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report in the case")
        verbose_name_plural = _("reports in the case")
        ordering = ("added_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("report",),
                condition=Q(ended_at__isnull=True),
                name="case_report_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="case_report_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return str(self.report)
