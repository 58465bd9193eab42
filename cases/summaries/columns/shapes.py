"""The shapes in which released figures leave: envelopes and rows."""

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from cases.summaries.choices import CellState
from cases.summaries.models import Release, ReleaseTable
from cases.summaries.rules.finding import months_of
from cases.summaries.rules.suppression import TOTAL, Cell, Key
from cases.summaries.rules.tables import LICENCE, in_one
from oversight.exports.columns import Sheet, csv_lines, write_book
from oversight.exports.rules import CSV, HXL, XLSX


def dimensions(table: ReleaseTable, language: str) -> list[dict[str, Any]]:
    """The dimensions with labels in one language."""
    return [
        {
            "code": dimension["code"],
            "label": in_one(dimension["label"], language),
            "values": [_named(value, language) for value in dimension["values"]],
        }
        for dimension in table.dimensions
    ]


def outline(table: ReleaseTable, language: str) -> dict[str, Any]:
    """What a table is, without its figures."""
    return {
        "table": table.slug,
        "title": in_one(table.texts["title"], language),
        "counts": table.counts,
        "date": table.date,
        "dimensions": dimensions(table, language),
        "threshold": table.threshold,
    }


def cells(table: ReleaseTable) -> list[dict[str, Any]]:
    first, second = (dimension["code"] for dimension in table.dimensions)
    return [
        {first: row, second: column, "value": value, "state": state}
        for row, column, value, state in table.cells
    ]


def envelope(table: ReleaseTable, language: str, stands: dict[str, str | None]) -> dict[str, Any]:
    """One table with all that is needed to use and cite it; `stands` as `standing` of its release."""
    release: Release = table.release
    return {
        "release": release.slug,
        "cutoff": release.cutoff.isoformat(),
        **outline(table, language),
        "cells": cells(table),
        "licence": LICENCE,
        "citation": in_one(table.texts["citation"], language),
        "description": in_one(table.texts["description"], language),
        "notes": [in_one(note, language) for note in table.texts["notes"]],
        "checksum": release.checksum,
        **reasons(table, language),
        **stands,
    }


def reasons(table: ReleaseTable, language: str) -> dict[str, Any]:
    """What a table of exceptions says besides figures, by period; other tables say nothing."""
    if "reasons" not in table.texts:
        return {}
    periods = [
        period | {"missing": [_named(value, language) for value in period["missing"]]}
        for period in table.texts["reasons"]
    ]
    return {"reasons": periods}


def _named(value: dict[str, Any], language: str) -> dict[str, str]:
    return {"code": value["code"], "label": in_one(value["label"], language)}


def _span(period: dict[str, Any]) -> str:
    """From the first month of a period to its last, in words."""
    first, last = months_of(period["from"]), months_of(period["to"])
    ends = {
        "first": date_format(date(first[2], first[0], 1), "F Y"),
        "last": date_format(date(last[2], last[1], 1), "F Y"),
    }
    return gettext("%(first)s to %(last)s") % ends


def standing(release: Release) -> dict[str, str | None]:
    """Which release this one corrects, and which corrects it: names, or nothing."""
    later = release.corrections.approved().first()
    return {
        "corrects": release.corrects.slug if release.corrects else None,
        "corrected_by": later.slug if later else None,
    }


def csv_rows(table: ReleaseTable, language: str) -> Iterator[list[Any]]:
    """One row per cell under a header of codes; labels beside the codes, hidden values empty."""
    kinds = dimensions(table, language)
    labels = [{v["code"]: v["label"] for v in kind["values"]} for kind in kinds]
    first, second = (kind["code"] for kind in kinds)
    yield [first, second, "value", "state", f"{first}_label", f"{second}_label"]
    for row, column, value, state in table.cells:
        shown = "" if value is None else value
        yield [row, column, shown, state, labels[0][row], labels[1][column]]


def as_csv(table: ReleaseTable, language: str) -> str:
    return "".join(csv_lines(csv_rows(table, language)))


# HXL 1.1: what each column holds, for programs of humanitarian offices.
HXL_CODES = {
    "department": "#adm1+code",
    "status": "#status+code",
    "provision": "#cause+provision+code",
    "missing": "#cause+missing+code",
    "outcome": "#status+outcome+code",
    "quarter": "#date+quarter+code",
}


def hxl_tags(table: ReleaseTable, language: str) -> list[str]:
    """The row of tags under the heading of `csv_rows`."""
    first, second = (HXL_CODES[dimension["code"]] for dimension in table.dimensions)
    names = [f"{tag.removesuffix('+code')}+name+i_{language}" for tag in (first, second)]
    return [first, second, f"#indicator+{table.counts}+num", "#meta+suppression", *names]


def as_hxl(table: ReleaseTable, language: str) -> str:
    heading, *rows = csv_rows(table, language)
    return "".join(csv_lines([heading, hxl_tags(table, language), *rows]))


def about_rows(table: ReleaseTable, language: str) -> Iterator[list[Any]]:
    """Everything needed to use and cite a table, for the second sheet of a workbook."""
    release = table.release
    yield [gettext("About these figures"), ""]
    yield [gettext("Table"), in_one(table.texts["title"], language)]
    yield [gettext("Release"), release.slug]
    yield [gettext("Cut-off"), release.cutoff]
    yield [
        gettext("Approved"),
        timezone.localdate(release.approved_at) if release.approved_at else "",
    ]
    yield [gettext("Method"), release.method]
    yield [gettext("Smallest count shown"), table.threshold]
    yield [gettext("What is counted"), in_one(table.texts["description"], language)]
    for state in CellState:
        yield [state.value, str(state.label)]
    for note in table.texts["notes"]:
        yield [gettext("Note"), in_one(note, language)]
    yield [gettext("How to cite"), in_one(table.texts["citation"], language)]
    yield [gettext("Licence"), LICENCE]
    yield [gettext("Checksum of the release"), release.checksum]


def table_sheets(table: ReleaseTable, language: str) -> list[Sheet]:
    """The figures, then what they are."""
    with override(language):
        return [
            Sheet(gettext("Figures"), csv_rows(table, language), (34, 12, 8, 12, 44, 12)),
            Sheet(gettext("About"), list(about_rows(table, language)), (28, 90)),
        ]


def release_sheets(tables: list[ReleaseTable], language: str) -> list[Sheet]:
    """Every table of a release, then what they are."""
    with override(language):
        about = [row for table in tables for row in (*about_rows(table, language), [])]
        return [
            *(
                Sheet(table.slug, csv_rows(table, language), (34, 12, 8, 12, 44, 12))
                for table in tables
            ),
            Sheet(gettext("About"), about, (28, 90)),
        ]


def as_xlsx(sheets: list[Sheet], release: Release) -> bytes:
    """The same bytes whenever it is asked for: a release never changes."""
    into = BytesIO()
    made = datetime.combine(release.cutoff, time.min)
    write_book(sheets, into, made=made)
    return into.getvalue()


FILE_ENDS = {CSV: "csv", HXL: "hxl.csv", XLSX: "xlsx"}


def file_name(table: ReleaseTable, language: str, format: str = CSV) -> str:
    return f"{table.release.slug}_{table.slug}_{language}.{FILE_ENDS[format]}"


def as_file(table: ReleaseTable, language: str, format: str) -> bytes:
    """One table in one of the formats of `FILE_ENDS`."""
    if format == XLSX:
        return as_xlsx(table_sheets(table, language), table.release)
    text = as_hxl(table, language) if format == HXL else as_csv(table, language)
    return text.encode()


def grids(tables: Any, language: str) -> list[dict[str, Any]]:
    """Tables as rows of cells, for a page."""
    return [grid(table, language) for table in tables]


def grid(table: ReleaseTable, language: str) -> dict[str, Any]:
    first, second = dimensions(table, language)
    found = cells_of(table)
    columns = [value["code"] for value in second["values"]]
    # Of a table of exceptions a list, empty while there are too few.
    told = reasons(table, language).get("reasons")
    return {
        "table": table,
        "title": in_one(table.texts["title"], language),
        "description": in_one(table.texts["description"], language),
        "citation": in_one(table.texts["citation"], language),
        "periods": told and [period | {"title": _span(period)} for period in told],
        "heading": first["label"],
        "columns": [value["label"] for value in second["values"]],
        "rows": [
            {
                "label": value["label"],
                "is_total": value["code"] == TOTAL,
                "cells": [found[value["code"], column] for column in columns],
            }
            for value in first["values"]
        ],
    }


def cells_of(table: ReleaseTable) -> dict[Key, Cell]:
    return {(row, column): Cell(value, state) for row, column, value, state in table.cells}
