"""The report itself."""

import re
import uuid
from typing import Any, ClassVar, Self

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.access import triable_reports, visible_reports
from cases.reports.choices import Channel, DatePrecision, ReportStatus
from cases.reports.rules.dates import Period, period_of
from cases.reports.rules.references import external_key
from cases.reports.workflow import DECIDED, OUTCOMES, PROPOSED
from oversight.authority.choices import RESTRICTED_TRACKS, Track
from oversight.sealing.models import SealedTextField

REFERENCE = re.compile(r"[A-Z]-\w{4}-\w{4}", re.IGNORECASE)
# What an imported row may have been called where it came from: one word with a digit in it.
SOURCE_NUMBER = re.compile(r"(?=\S*\d)\S{1,60}")


class Words(Func):
    """The words of a report for search. The same expression in index and query, or the index idles."""

    template = "to_tsvector('simple'::regconfig, f_unaccent(%(expressions)s))"
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()


WORDS = Words("reference", "place_as_told", "narrative")


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions about reports."""

    def visible_to(self, user: Any) -> Self:
        """What the person filed or may decide on."""
        return self.filter(visible_reports(user))

    def triable_by(self, user: Any) -> Self:
        """What the person may decide on: the rule of triage and of full text."""
        return self.filter(triable_reports(user))

    def filed_by_person(self, user: Any) -> Self:
        return self.filter(filed_by=user.pk)

    def search(self, text: str) -> Self:
        """Reports with all the words, whatever their accents; or with this reference or number.

        Only ever over `triable_by`: a match tells what the text holds.
        """
        if REFERENCE.fullmatch(text.strip()):
            return self.filter(reference=text.strip().upper())
        if SOURCE_NUMBER.fullmatch(text.strip()):
            numbered = self._numbered(text.strip())
            if numbered.exists():
                return numbered
        plain = Func(Value(text), function="f_unaccent", output_field=models.TextField())
        query = SearchQuery(plain, config="simple", search_type="websearch")
        return self.alias(words=WORDS).filter(words=query)

    def _numbered(self, number: str) -> Self:
        """Imported reports with this number in their source."""
        runs = apps.get_model("oversight", "ImportRun").objects
        sources = runs.order_by().values_list("source", flat=True).distinct()
        return self.filter(external_key__in=[external_key(s, number) for s in sources])

    def assigned_to(self, user: Any) -> Self:
        return self.filter(assigned_to=user.pk)

    def waiting(self) -> Self:
        return self.filter(status=ReportStatus.SUBMITTED)

    def accepted_without_case(self) -> Self:
        """Accepted reports that no case holds."""
        links = apps.get_model("cases", "CaseReport").objects.filter(report=OuterRef("pk"))
        inside = Exists(links.filter(ended_at__isnull=True))
        return self.filter(~inside, status=ReportStatus.ACCEPTED)

    def with_last_move(self) -> Self:
        """`last_move` and `last_mover`: what happened to the report last, and by whom."""
        rows = apps.get_model("cases", "ReportDecision").objects.filter(report=OuterRef("pk"))
        last = rows.order_by("-at", "-pk")
        return self.annotate(
            last_move=Subquery(last.values("name")[:1]), last_mover=Subquery(last.values("by")[:1])
        )

    def with_outcome(self) -> Self:
        """`outcome_at` and `outcome_by` of decided reports: the decision that stands."""
        rows = apps.get_model("cases", "ReportDecision").objects.filter(report=OuterRef("pk"))
        last = rows.filter(name__in=OUTCOMES).order_by("-at", "-pk")
        return self.filter(status__in=DECIDED).alias(
            outcome_at=Subquery(last.values("at")[:1]), outcome_by=Subquery(last.values("by")[:1])
        )

    def proposed(self) -> Self:
        """Waiting reports that somebody proposed to set aside."""
        return self.waiting().with_last_move().filter(last_move__in=PROPOSED)

    def answered(self) -> Self:
        """Waiting reports whose question was just answered."""
        return self.waiting().with_last_move().filter(last_move="answer")

    def marking_triable(self, user: Any) -> Self:
        """`triable` on each row: whether the person may decide on it, not only look it up."""
        may = Case(When(triable_reports(user), then=Value(True)), default=Value(False))
        return self.annotate(triable=may)

    def with_last_message(self) -> Self:
        """`last_message`: what the office wrote last to who reported."""
        rows = apps.get_model("cases", "ReportDecision").objects.filter(report=OuterRef("pk"))
        said = rows.exclude(message="").exclude(name__in=PROPOSED).order_by("-at", "-pk")
        return self.annotate(last_message=Subquery(said.values("message")[:1]))

    def of_same_visit(self, report: "Report") -> Self:
        """The other reports made on the same visit."""
        if report.visit is None:
            return self.none()
        return self.filter(visit=report.visit).exclude(pk=report.pk)

    def marking_outcome(self) -> Self:
        """`came_of_it`: the office concluded something, and who reported may know that it did.

        In restricted tracks only the decision at the closing opens it.
        """
        links = apps.get_model("cases", "CaseReport").objects.filter(
            report=OuterRef("pk"), ended_at__isnull=True
        )
        told = Q(case__status="closed", case__feedback="given")
        found = Q(case__status="follow_up") & ~Q(case__track__in=sorted(RESTRICTED_TRACKS))
        return self.annotate(came_of_it=Exists(links.filter(told | found)))

    def with_parts(self) -> Self:
        """Place, people and citations, without a query per row."""
        return self.select_related("place").prefetch_related("people__contingent", "citations")

    def with_list_data(self) -> Self:
        """What one line of a list shows, without further queries."""
        return self.select_related("place")


class Report(models.Model):
    """What somebody told us. Never edited after it is filed; later words are amendments."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reference = models.CharField(_("reference"), max_length=16, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=20, choices=ReportStatus, default=ReportStatus.SUBMITTED
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    channel = models.CharField(_("came by"), max_length=10, choices=Channel)
    language = models.CharField(_("language"), max_length=2, default="fr")
    filed_by = models.ForeignKey(
        "oversight.User", models.PROTECT, related_name="reports", verbose_name=_("filed by")
    )
    filed_at = models.DateTimeField(_("received"), default=timezone.now)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)
    assigned_to = models.ForeignKey(
        "oversight.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    # Reports of one visit share it: shown beside each other, never taken for one.
    visit = models.UUIDField(null=True, blank=True, db_index=True, editable=False)
    # SHA-256 of the validated body: tells a replay from another report under the same id.
    fingerprint = models.CharField(max_length=64, editable=False)

    track = models.CharField(_("track"), max_length=12, choices=Track, default=Track.GENERAL)
    types = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=_("what happened")
    )
    narrative = models.TextField(_("in the words of the person who reported"), blank=True)
    danger_now = models.BooleanField(_("someone is in danger now"), default=False)

    occurred_from = models.DateField(_("from"), null=True, blank=True)
    occurred_to = models.DateField(_("to"), null=True, blank=True)
    date_precision = models.CharField(
        _("how exact the date is"), max_length=8, choices=DatePrecision
    )
    time_of_day = models.CharField(_("time of day"), max_length=10, blank=True)

    place = models.ForeignKey(
        "mission.Place", models.PROTECT, null=True, blank=True, verbose_name=_("place")
    )
    place_as_told = models.CharField(_("place as told"), max_length=300, blank=True)

    provisions = models.ManyToManyField(
        "mission.Provision", through="cases.ReportProvision", related_name="reports"
    )
    provisions_unsure = models.BooleanField(_("not sure which provision"), default=False)
    provision_reason = models.TextField(_("why a provision not in force then"), blank=True)

    source_type = models.CharField(_("kind of source"), max_length=60, blank=True)
    source_connection = models.CharField(_("how the source knows"), max_length=60, blank=True)
    source_reliability = models.CharField(_("reliability"), max_length=1, default="F")
    source_credibility = models.CharField(_("credibility"), max_length=1, default="6")
    source_contact = SealedTextField(_("how to reach the source"), null=True, blank=True)
    consent_state = models.CharField(_("consent"), max_length=12, default="not_asked")
    consent_grants = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=_("allowed uses")
    )
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    # Of an imported row: where it stood, so that a second run adds nothing, and what fits nowhere.
    external_key = models.CharField(max_length=120, blank=True, editable=False)
    external_data = models.JSONField(default=dict, blank=True, editable=False)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"status", "track", "channel", "types", "assigned_to", "files"}
    )
    audit_vocabularies: ClassVar[dict[str, str]] = {
        "types": "violation_types",
        "source_type": "source_types",
        "source_connection": "source_connection",
        "source_reliability": "reliability",
        "source_credibility": "credibility",
        "consent_state": "consent_states",
        "consent_grants": "consent_grants",
    }
    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-filed_at", "-id")
        indexes = (
            models.Index(fields=("-filed_at", "-id"), name="report_newest"),
            models.Index(fields=("status", "-filed_at"), name="report_status"),
            models.Index(fields=("filed_by", "-filed_at"), name="report_filer"),
            GinIndex(fields=("types",), name="report_types"),
            models.Index(fields=("updated_at", "id"), name="report_feed"),
            GinIndex(WORDS, name="report_words"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(occurred_to__isnull=True)
                | Q(occurred_from__isnull=True)
                | Q(occurred_to__gte=F("occurred_from")),
                name="report_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(consent_state="refused") | Q(source_contact__isnull=True),
                name="report_no_identity_when_refused",
            ),
            models.UniqueConstraint(
                fields=("external_key",),
                condition=~Q(external_key=""),
                name="report_imported_once",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_restricted(self) -> bool:
        return self.track in RESTRICTED_TRACKS

    @property
    def period(self) -> Period | None:
        """The days the incident may have happened on; None when not known."""
        return period_of(self.date_precision, self.occurred_from, self.occurred_to)

    @property
    def department(self) -> str | None:
        """P-code of the department, if the place is known."""
        return self.place.pcode[:4] if self.place and self.place.pcode else None
