"""What a line of the two lists shows: annotations, and rows as plain values for the templates."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.models import CaseAccess
from cases.reports.choices import ReportStatus
from cases.reports.workflow import PROPOSED
from cases.triage.rules import CASE_TONES, REPORT_TONES
from mission.places.models import Place
from oversight.deadlines.models import Deadline
from oversight.pages.rules import DueBadge, due_badge
from oversight.vocabularies.models import label_of


def with_next_clock(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each row with its running clock that is due first."""
    clocks = (
        Deadline.objects.running()
        .filter(subject_label=rows.model._meta.label_lower, subject_id=OuterRef("pk"))
        .order_by("due_at")
    )
    return rows.annotate(
        next_due=Subquery(clocks.values("due_at")[:1]),
        next_due_paused=Subquery(clocks.values("paused_at")[:1]),
    )


def badge(due: datetime | None, paused: datetime | None, now: datetime | None = None) -> Any:
    """The clock of a row as a badge."""
    now = timezone.localtime(now)
    at = timezone.localtime(due) if due else None
    return due_badge(at, now=now, paused=paused is not None)


def clock_badge(clock: Deadline) -> DueBadge | None:
    """One clock, running or met."""
    met = timezone.localtime(clock.met_at) if clock.met_at else None
    return due_badge(
        timezone.localtime(clock.due_at),
        now=timezone.localtime(),
        met_at=met,
        paused=clock.paused_at is not None,
    )


def department_names() -> dict[str, str]:
    """Names of the departments by p-code."""
    return {place.pcode: place.name for place in Place.objects.departments()}


def place_text(row: Any, departments: dict[str, str]) -> str:
    """Commune and department; the place as told when it is all we have."""
    if row.place is None:
        return getattr(row, "place_as_told", "")
    department = departments.get(row.department or "", "")
    if not department or department == row.place.name:
        return row.place.name
    return f"{row.place.name}, {department}"


def type_labels(codes: list[str]) -> list[str]:
    """Kinds of violation in the reader's language."""
    return [label_of("violation_types", code) for code in codes]


def _common(row: Any, departments: dict[str, str]) -> dict[str, Any]:
    return {
        "object": row,
        "place": place_text(row, departments),
        "track": row.get_track_display(),
        "track_tone": "restricted" if row.is_restricted else "neutral",
        "status": row.get_status_display(),
        "due": badge(row.next_due, row.next_due_paused),
    }


def waits_for(report: Any) -> Any:
    """What a waiting report waits for, where that is more than a decision."""
    if report.status != ReportStatus.SUBMITTED:
        return ""
    if report.last_move in PROPOSED:
        return _("Waits for a second person")
    return _("Answered") if report.last_move == "answer" else ""


def report_rows(reports: list[Any]) -> list[dict[str, Any]]:
    """Lines of the report queue. One query, whatever their number."""
    departments = department_names()
    return [
        _common(report, departments)
        | {
            "types": type_labels(report.types),
            "tone": REPORT_TONES[report.status],
            "hint": waits_for(report),
        }
        for report in reports
    ]


def people_of(cases: list[Any]) -> dict[Any, list[str]]:
    """Who works on each case, by case."""
    rows = CaseAccess.objects.filter(case__in=[case.pk for case in cases], ended_at__isnull=True)
    found: dict[Any, list[str]] = {}
    for case, name in rows.exclude(kind="recused").values_list("case", "user__name"):
        found.setdefault(case, []).append(name)
    return found


def case_rows(cases: list[Any]) -> list[dict[str, Any]]:
    """Lines of the case list. Two queries, whatever their number."""
    departments = department_names()
    people = people_of(cases)
    return [
        _common(case, departments)
        | {
            "tone": CASE_TONES[case.status],
            "severity": label_of("severity", case.severity),
            "people": people.get(case.pk, []),
        }
        for case in cases
    ]
