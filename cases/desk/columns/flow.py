"""What lies and what comes in: open cases by age, reports by week and department."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Substr, TruncWeek
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.casework.choices import CaseStatus
from cases.casework.models import Case
from cases.desk.columns.figures import CASES, REPORTS, Table, begun, starts
from cases.reports.filters import NOWHERE
from cases.reports.models import Report
from mission.places.models import Place
from oversight.deadlines.rules import ZONE
from oversight.subjects.columns import cell, link
from oversight.vocabularies.rules import current_language

WEEKS = 12
# Ages in days; the last band has no end.
BANDS: tuple[tuple[int, int | None], ...] = ((0, 30), (31, 90), (91, 180), (181, None))
Span = tuple[date | None, date]


def _span(band: tuple[int, int | None], today: date) -> Span:
    """First and last day of opening of the cases in a band."""
    first, last = band
    oldest = today - timedelta(days=last) if last is not None else None
    return oldest, today - timedelta(days=first)


def _opened(span: Span) -> Q:
    oldest, newest = span
    until = Q(opened_at__lt=starts(newest + timedelta(days=1)))
    return until & Q(opened_at__gte=starts(oldest)) if oldest else until


def ageing(user: Any) -> Table:
    """Open cases by status and by how long ago they were opened."""
    spans = [_span(band, timezone.localdate()) for band in BANDS]
    figures = {f"band{n}": Count("pk", filter=_opened(span)) for n, span in enumerate(spans)}
    rows = Case.objects.visible_to(user).open().order_by().values("status").annotate(**figures)
    found = {row.pop("status"): list(row.values()) for row in rows}
    return {
        "corner": _("Status"),
        "columns": [*map(_words, BANDS), _("Together")],
        "rows": [_age_row(s, found[s.value], spans) for s in CaseStatus if s.value in found],
        "empty": _("No case is open."),
        "note": _("Days since the case was opened. Suspended cases are open too."),
    }


def _words(band: tuple[int, int | None]) -> str:
    first, last = band
    if last is None:
        return _("over %(days)s days") % {"days": first - 1}
    return _("%(first)s to %(last)s days") % {"first": first, "last": last}


def _age_row(status: CaseStatus, counts: list[int], spans: list[Span]) -> Table:
    here = {"tab": "open", "status": status.value}
    cells = []
    for count, (oldest, newest) in zip(counts, spans, strict=True):
        days: dict[str, Any] = {"opened_to": newest}
        if oldest:
            days["opened_from"] = oldest
        cells.append(cell(count, link(CASES, **here, **days), "" if oldest else "due"))
    whole = link(CASES, **here)
    return {
        "label": begun(status.label),
        "url": whole,
        "cells": [*cells, cell(sum(counts), whole)],
    }


def inflow(user: Any) -> Table:
    """Reports received by week and department: the last twelve weeks, this one first."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=number) for number in range(WEEKS)]
    name = "name_ht" if current_language() == "ht" else "name_fr"
    department = Place.objects.filter(pcode=OuterRef("area")).values(name)[:1]
    grouped = (
        Report.objects.triable_by(user)
        .filter(filed_at__gte=starts(mondays[-1]))
        .order_by()
        .annotate(week=TruncWeek("filed_at", tzinfo=ZONE), area=Substr("place__pcode", 1, 4))
        .annotate(area_name=Subquery(department))
        .values_list("week", "area", "area_name")
        .annotate(n=Count("pk"))
    )
    counts: dict[date, dict[str, int]] = defaultdict(dict)
    names: dict[str, str] = {}
    for week, area, called, count in grouped:
        key = area or NOWHERE
        names[key] = called or _("Not stated")
        counts[week.astimezone(ZONE).date()][key] = count
    areas = sorted(names, key=lambda area: (area == NOWHERE, area))
    most = max((sum(week.values()) for week in counts.values()), default=0)
    return {
        "corner": _("Week"),
        "columns": [_("Together"), *(names[area] for area in areas)],
        "rows": [_week_row(day, counts[day], areas, most) for day in mondays] if counts else [],
        "empty": _("No report came in during the last twelve weeks."),
    }


def _week_row(monday: date, counts: dict[str, int], areas: list[str], most: int) -> Table:
    days = {"tab": "all", "filed_from": monday, "filed_to": monday + timedelta(days=6)}
    total = sum(counts.values())
    named = {"week": monday.isocalendar().week, "day": date_format(monday, "j F")}
    here = link(REPORTS, **days)
    cells = [cell(counts.get(a, 0), link(REPORTS, **days, department=a)) for a in areas]
    return {
        "label": _("Week %(week)s, from %(day)s") % named,
        "url": here,
        "bar": 100 * total // most if most else 0,
        "cells": [cell(total, here), *cells],
    }
