"""Which reports and cases are probably about the same events."""

from datetime import timedelta
from typing import Any

from django.db.models import Case as Choose
from django.db.models import IntegerField, Q, QuerySet, Value, When

from cases.casework.models import Case, CaseReport
from cases.reports.models import Report

NEAR = timedelta(days=30)
NEIGHBOURS = 6
# States in which a case takes reports in.
RESTING = ("closed", "suspended", "referred")
OFFERED = 8


def _near(report: Report) -> Q:
    """Within a month before or after; nothing when the date is not known."""
    if report.occurred_from is None:
        return Q(pk__in=())
    end = report.occurred_to or report.occurred_from
    return Q(occurred_from__range=(report.occurred_from - NEAR, end + NEAR))


def _points(clause: Q, worth: int) -> Choose:
    return Choose(When(clause, then=Value(worth)), default=0, output_field=IntegerField())


def similar(report: Report, by: Any) -> QuerySet[Report]:
    """Other reports of the same place, kind or time that the person may see, likest first."""
    same_place = Q(place=report.place_id) if report.place_id else Q(pk__in=())
    same_kind = Q(types__overlap=report.types) if report.types else Q(pk__in=())
    same_time = _near(report)
    likeness = _points(same_place, 2) + _points(same_kind, 1) + _points(same_time, 2)
    return (
        Report.objects.triable_by(by)
        .exclude(pk=report.pk)
        .filter((same_place & same_time) | (same_kind & same_time) | (same_place & same_kind))
        .annotate(likeness=likeness)
        .select_related("place")
        .order_by("-likeness", "-filed_at", "-pk")[:NEIGHBOURS]
    )


def case_of(report: Report, by: Any) -> Case | None:
    """The report's case, if the person may see it."""
    inside = report.case_links.filter(ended_at__isnull=True).values("case")
    return Case.objects.visible_to(by).filter(pk__in=inside).first()


def cases_that_take(by: Any) -> QuerySet[Case]:
    """Cases the person may see that are being worked on."""
    return Case.objects.visible_to(by).exclude(status__in=RESTING).select_related("place")


def likely_cases(report: Report, by: Any) -> list[Case]:
    """Cases that hold reports like this one, likest first; those of the same place and days next."""
    near = list(similar(report, by).values_list("pk", flat=True))
    links = CaseReport.objects.standing().filter(report__in=near)
    order = {
        case: near.index(pk) for case, pk in links.values_list("case", "report").order_by("-pk")
    }
    rows = cases_that_take(by).exclude(links__in=report.case_links.filter(ended_at__isnull=True))
    held = sorted(rows.filter(pk__in=order), key=lambda case: order[case.pk])
    around = Q(pk__in=())
    if report.place_id and report.occurred_from:
        start, end = (
            report.occurred_from - NEAR,
            (report.occurred_to or report.occurred_from) + NEAR,
        )
        around = Q(place=report.place_id, occurred_from__lte=end, occurred_to__gte=start)
    rest = rows.filter(around).exclude(pk__in=order).order_by("-opened_at", "-pk")
    return [*held, *rest[: OFFERED - len(held)]][:OFFERED]
