"""The public page of released figures, and its downloads."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cases.summaries.columns import (
    as_file,
    as_xlsx,
    cells_of,
    dimensions,
    file_name,
    grid,
    release_sheets,
)
from cases.summaries.models import Release, ReleaseTable, Withdrawal
from cases.summaries.rules.finding import (
    Finding,
    chart_quarter,
    chart_rows,
    find,
    months_of,
)
from cases.summaries.rules.periods import last_complete_quarter
from cases.summaries.rules.suppression import TOTAL
from cases.summaries.rules.tables import LANGUAGES, LICENCE, TABLES, in_one
from oversight.exports.columns import BYTE_ORDER_MARK
from oversight.exports.rules import XLSX
from oversight.exports.views import XLSX_TYPE
from oversight.pages.rules import chart
from oversight.vocabularies.rules import current_language

MINUTES = 5
SHORT = {table.slug: table.short for table in TABLES}
CSV_TYPE = "text/csv; charset=utf-8"


def _latest() -> Any:
    latest = Release.objects.current().values("pk")[:1]
    rows = ReleaseTable.objects.public().select_related("release__corrects")
    return rows.filter(release__in=latest)


def _notices() -> list[dict[str, Any]]:
    """Corrections and withdrawals, the last first: what readers of older figures must know."""
    later = Release.objects.public().exclude(corrects=None).order_by()
    corrected = later.values_list("approved_at", "corrects__slug", "slug", *[Value("")] * 3)
    gone = Withdrawal.objects.confirmed().order_by()
    texts = [f"public_{language}" for language in LANGUAGES]
    withdrawn = gone.values_list("decided_at", "release__slug", Value(""), *texts)
    rows = corrected.union(withdrawn, all=True)
    return [
        {
            "at": at,
            "release": slug,
            "corrected_by": by,
            "reason": in_one(dict(zip(LANGUAGES, reasons, strict=True)), current_language()),
        }
        for at, slug, by, *reasons in sorted(rows, key=lambda row: row[0], reverse=True)
    ]


@require_safe
@cache_control(public=True, max_age=MINUTES * 60)
def figures(request: HttpRequest) -> HttpResponse:
    """The release that stands now: what it says, drawn, listed and ready to take away."""
    tables, notices = list(_latest()), _notices()
    if not tables:
        context = {"release": None, "notices": notices}
        return render(request, "cases/summaries/figures.html", context)
    language = current_language()
    sections = [_section(table, language) for table in tables]
    context = {
        "release": tables[0].release,
        "notices": notices,
        "headline": next((s["sentence"] for s in sections if s["sentence"]), ""),
        "sections": sections,
        "notes": [in_one(note, language) for note in tables[0].texts["notes"]],
        "licence": LICENCE,
    }
    return render(request, "cases/summaries/figures.html", context)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else current_language()


@require_safe
@cache_control(public=True, max_age=MINUTES * 60)
def table_file(request: HttpRequest, table: str, format: str) -> HttpResponse:
    """One table of the release that stands now, the same figures as over the API."""
    found = get_object_or_404(_latest(), slug=table)
    language, is_text = _language(request), format != XLSX
    name = f'attachment; filename="{file_name(found, language, format)}"'
    return HttpResponse(
        (BYTE_ORDER_MARK.encode() if is_text else b"") + as_file(found, language, format),
        content_type=CSV_TYPE if is_text else XLSX_TYPE,
        headers={"Content-Disposition": name},
    )


@require_safe
@cache_control(public=True, max_age=MINUTES * 60)
def release_xlsx(request: HttpRequest) -> HttpResponse:
    """All tables of the release that stands now in one workbook."""
    tables, language = list(_latest()), _language(request)
    if not tables:
        raise Http404
    release = tables[0].release
    name = f'attachment; filename="{release.slug}_{language}.xlsx"'
    book = as_xlsx(release_sheets(tables, language), release)
    return HttpResponse(book, content_type=XLSX_TYPE, headers={"Content-Disposition": name})


def _section(table: ReleaseTable, language: str) -> dict[str, Any]:
    rows_of, _columns = dimensions(table, language)
    labels = {value["code"]: value["label"] for value in rows_of["values"]}
    rows = [code for code in labels if code != TOTAL]
    cells = cells_of(table)
    latest = last_complete_quarter(table.release.cutoff)
    quarter = chart_quarter(cells, rows, latest)
    found = find(cells, rows, latest)
    section = grid(table, language)
    section["sentence"] = sentence(table.counts, found, labels) if found else ""
    section["chart"] = quarter and chart(
        table.slug,
        _("%(title)s: %(period)s") % {"title": SHORT[table.slug], "period": period(quarter)},
        [
            (labels[row], cells[row, quarter].value, cells[row, quarter].state)
            for row in chart_rows(cells, rows, quarter)
        ],
        label_heading=rows_of["label"],
        value_heading=unit(table.counts),
        note=section["description"],
    )
    return section


def period(quarter: str) -> str:
    """The months of a quarter, in words."""
    first, last, year = months_of(quarter)
    months = {"first": date_format(date(year, first, 1), "F"), "year": year}
    months["last"] = date_format(date(year, last, 1), "F")
    return _("%(first)s to %(last)s %(year)s") % months


def unit(counts: str) -> str:
    return {
        "reports": _("Reports"),
        "cases": _("Cases"),
        "allegations": _("Allegations"),
        "exceptions": _("Exceptions"),
        "breaches": _("Arrivals"),
    }[counts]


def sentence(counts: str, found: Finding, labels: dict[str, str]) -> str:
    """What the figures say; only for tables whose change from quarter to quarter means something."""
    if counts != "reports":
        return ""
    values = {
        "now": number_format(found.now, force_grouping=True),
        "before": number_format(found.before, force_grouping=True),
        "period": period(found.quarter),
        "place": labels[found.row],
    }
    if found.row == TOTAL:
        return _SENTENCES[found.kind]() % values
    return _SENTENCES_OF_PLACE[found.kind]() % values


_SENTENCES = {
    "rose": lambda: _(
        "Reports rose to %(now)s in %(period)s, from %(before)s in the three months before"
    ),
    "fell": lambda: _(
        "Reports fell to %(now)s in %(period)s, from %(before)s in the three months before"
    ),
    "same": lambda: _("Reports stayed at %(now)s in %(period)s"),
}
_SENTENCES_OF_PLACE = {
    "rose": lambda: _(
        "Reports from %(place)s rose to %(now)s in %(period)s, "
        "from %(before)s in the three months before"
    ),
    "fell": lambda: _(
        "Reports from %(place)s fell to %(now)s in %(period)s, "
        "from %(before)s in the three months before"
    ),
    "same": lambda: _("Reports from %(place)s stayed at %(now)s in %(period)s"),
}
