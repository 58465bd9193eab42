"""Rows as files. `rows` are iterables of cells, the heading first; nothing is held in memory."""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import IO, Any

import xlsxwriter
from django.utils import timezone

from oversight.exports.rules import harmless

Rows = Iterable[Iterable[Any]]
# Spreadsheets guess the encoding of a file without it.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet can hold (ECMA-376): rows beyond are said, never dropped in silence.
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767


def plain(value: Any, zone: tzinfo | None = None) -> str | int | float | bool:
    """A value as it stands in a cell: numbers stay numbers, instants are local and ISO 8601."""
    if isinstance(value, str):
        return harmless(value)
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        local = timezone.localtime(value, zone) if timezone.is_aware(value) else value
        return local.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return harmless(str(value))


class _Line:
    """A file to the csv writer, which hands each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Rows) -> Iterator[str]:
    """One text per row, RFC 4180."""
    writer = csv.writer(_Line())
    # Asked once: for every instant of a long file it costs more than the instant.
    zone = timezone.get_current_timezone()
    for row in rows:
        yield writer.writerow([plain(cell, zone) for cell in row])


def write_xlsx(rows: Rows, into: IO[bytes]) -> int:
    """Write one sheet and give the number of rows; formulas and links are never made.

    Raises ValueError when there are more rows than a spreadsheet can hold.
    """
    return write_book([Sheet("", rows)], into)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; `widths` are those of its columns, in signs."""

    title: str
    rows: Rows
    widths: tuple[int, ...] = ()


def sheet_title(text: str) -> str:
    """What a sheet may be called: 31 signs, some never."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in text).strip("' ")[:31]


def write_book(sheets: Iterable[Sheet], into: IO[bytes], *, made: datetime | None = None) -> int:
    """Write the sheets one after the other; the number of rows of all.

    With `made` the same rows give the same bytes at any time. Raises ValueError as `write_xlsx`.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with xlsxwriter.Workbook(into, options) as book:
        if made:
            book.set_properties({"created": made})
        bold = book.add_format({"bold": True})
        for one in sheets:
            sheet = book.add_worksheet(sheet_title(one.title) or None)
            sheet.freeze_panes(1, 0)
            for column, width in enumerate(one.widths):
                sheet.set_column(column, column, width)
            count += _write_rows(sheet, one.rows, bold)
    return count


def _write_rows(sheet: Any, rows: Rows, bold: Any) -> int:
    count = 0
    for row in rows:
        if count == MOST_ROWS:
            raise ValueError("too many rows for a spreadsheet")
        _write_row(sheet, count, row, None if count else bold)
        count += 1
    return count


def _write_row(sheet: Any, number: int, row: Iterable[Any], style: Any) -> None:
    for column, cell in enumerate(row):
        value = plain(cell)
        if value == "":
            # A cell that holds nothing, not a text of no length: sums and counts pass over it.
            continue
        if isinstance(value, str):
            sheet.write_string(number, column, value[:LONGEST_CELL], style)
        else:
            sheet.write(number, column, value, style)


def xlsx_file(rows: Rows) -> IO[bytes]:
    """A spreadsheet in an unnamed temporary file, ready to be read from its start."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who sends it
    write_xlsx(rows, file)
    file.seek(0)
    return file
