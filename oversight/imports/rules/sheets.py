"""Reading the first sheet of a workbook (XLSX, XLS, ODS): values only, nothing in it is run."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from oversight.authority.rules import RuleBroken
from oversight.imports.rules.reading import Cells

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MB = 1024 * 1024
# A workbook is unpacked in memory: what it would become is asked before.
LONGEST_FILE = 20 * MB
LONGEST_UNPACKED = 150 * MB
MOST_ROWS, MOST_COLUMNS = 100_000, 200


def is_sheet(stream: BinaryIO) -> bool:
    """By its first bytes, whatever it is called. Leaves the stream at its start."""
    stream.seek(0)
    head = stream.read(8)
    stream.seek(0)
    return head.startswith(ZIP) or head == OLE


def sheet_records(stream: BinaryIO) -> Iterator[Cells]:
    """Every row of the first sheet as texts, the header too; blank rows are left out.

    Raises RuleBroken when the file cannot be read as a workbook or would become too large.
    """
    _check_size(stream)
    try:
        book = CalamineWorkbook.from_filelike(stream)
        sheet = book.get_sheet_by_index(0)
        if sheet.height > MOST_ROWS or sheet.width > MOST_COLUMNS:
            raise _too_large()
        rows = sheet.iter_rows()
    except (CalamineError, IndexError, OSError, ValueError):
        raise RuleBroken("sheet_unreadable", _("This workbook cannot be read."), "/file") from None
    first = sheet.start[0] + 1 if sheet.start else 1
    return _records(rows, first)


def _records(rows: Any, first: int) -> Iterator[Cells]:
    for line, row in enumerate(rows, start=first):
        cells = [_text(cell) for cell in row]
        if any(cell.strip() for cell in cells):
            yield Cells(line, cells)


def _check_size(stream: BinaryIO) -> None:
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    if size > LONGEST_FILE:
        raise _too_large()
    if stream.read(4) == ZIP:
        try:
            with zipfile.ZipFile(stream) as held:
                unpacked = sum(entry.file_size for entry in held.infolist())
        except (zipfile.BadZipFile, OSError, ValueError):
            message = _("This workbook cannot be read.")
            raise RuleBroken("sheet_unreadable", message, "/file") from None
        if unpacked > LONGEST_UNPACKED:
            raise _too_large()
    stream.seek(0)


def _too_large() -> RuleBroken:
    message = _("This workbook is too large. Save it as CSV, or split it.")
    return RuleBroken("sheet_too_large", message, "/file")


def _text(cell: Any) -> str:
    """A cell as it would stand in a CSV: days by ISO 8601, whole numbers without a point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
