"""The tables of a release: counted, compared with every earlier release, small counts hidden."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from cases.summaries.actions.common import Values
from cases.summaries.actions.count import COUNTERS
from cases.summaries.actions.deployments import reasons
from cases.summaries.models import Release, ReleaseTable
from cases.summaries.rules.deployments import EXCEPTIONS
from cases.summaries.rules.periods import closing, ends_a_quarter
from cases.summaries.rules.suppression import TOTAL, suppress
from cases.summaries.rules.tables import (
    DIMENSIONS,
    FICTIONAL,
    NOTES,
    PARTIAL,
    TABLES,
    TOTAL_LABEL,
    Table,
    checksum,
    citation,
    content_of,
    correction_note,
    in_three,
)


def checksum_of(release: Release, tables: Iterable[ReleaseTable]) -> str:
    return checksum(content_of(release.cutoff.isoformat(), release.thresholds, tables))


def compute(release: Release) -> list[ReleaseTable]:
    """Every table of the release, not saved."""
    until = closing(release.cutoff, ZoneInfo(settings.TIME_ZONE))
    return [_table(release, table, order, until) for order, table in enumerate(TABLES)]


def _table(release: Release, table: Table, order: int, until: datetime) -> ReleaseTable:
    counted = COUNTERS[table.slug](cutoff=release.cutoff, until=until)
    earlier = _published_before(release, table.slug)
    # One rule for the whole table: a rule per cell would tell which cells hold such a case.
    own = release.thresholds["restricted" if counted.restricted else "general"]
    # Never below an earlier one: what was too small to show then would be shown now.
    threshold = max([own, *(other.threshold for other in earlier)])
    rows = _with_earlier_rows(counted.rows, earlier)
    cells = suppress(
        counted.counts,
        [code for code, _labels in rows],
        [code for code, _labels in counted.columns],
        threshold,
        [{(row, column): value for row, column, value, _s in old.cells} for old in earlier],
    )
    texts = _texts(release, table)
    if table.slug == EXCEPTIONS:
        texts["reasons"] = reasons(cutoff=release.cutoff, until=until, threshold=threshold)
    return ReleaseTable(
        release=release,
        slug=table.slug,
        order=order,
        counts=table.counts,
        date=table.date,
        threshold=threshold,
        texts=texts,
        dimensions=[
            _dimension(table.rows, rows),
            _dimension(table.columns, counted.columns),
        ],
        cells=[[*key, cell.value, str(cell.state)] for key, cell in cells.items()],
    )


def _published_before(release: Release, slug: str) -> list[ReleaseTable]:
    """The same table in every approved release, whatever its cut-off: corrected and withdrawn ones too."""
    published = ReleaseTable.objects.once_published().filter(slug=slug).exclude(release=release.pk)
    return list(published.order_by("release__approved_at", "release"))


def _with_earlier_rows(rows: Values, earlier: Iterable[ReleaseTable]) -> Values:
    """A row that is left out would be a zero that nobody compared with what was shown."""
    codes = {code for code, _labels in rows} | {TOTAL}
    gone = {
        value["code"]: value["label"]
        for table in earlier
        for value in table.dimensions[0]["values"]
        if value["code"] not in codes
    }
    return [*sorted(gone.items()), *rows]


def _dimension(code: str, values: Values) -> dict[str, Any]:
    listed = [*values, (TOTAL, in_three(TOTAL_LABEL))]
    return {
        "code": code,
        "label": in_three(DIMENSIONS[code]),
        "values": [{"code": value, "label": label} for value, label in listed],
    }


def _texts(release: Release, table: Table) -> dict[str, Any]:
    """The words that go with the table, kept as they were when it was released."""
    fictional = (FICTIONAL,) if settings.DEMO else ()
    partial = () if ends_a_quarter(release.cutoff) else (PARTIAL,)
    notes = (*fictional, *NOTES, *partial)
    corrected = [correction_note(release.corrects.slug)] if release.corrects else []
    return {
        "title": in_three(table.title),
        "description": in_three(table.description),
        "notes": corrected + [in_three(note) for note in notes],
        "citation": citation(
            office=settings.SITE_NAME,
            title=table.title,
            release=release.slug,
            cutoff=release.cutoff.isoformat(),
        ),
    }
