"""Reads a workbook in a process of its own: a file can make the reader ask for all memory there is.

Run as a script by `sheets`, with the file on its standard input and no surroundings: no settings,
no database. Answers with one JSON list of texts a row.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MB = 1024 * 1024
MOST_MEMORY, MOST_SECONDS = 1024 * MB, 30
MOST_TEXT = 40 * MB
MOST_ROWS, MOST_COLUMNS = 100_000, 200
UNREADABLE, TOO_LARGE = 2, 3


def confine() -> None:
    """So much memory and time, and no picture of the memory on disk, which would hold names."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def unpack(content: bytes, out: Any) -> int:
    """Writes the number of the first line, then every row of the first sheet."""
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except (CalamineError, IndexError, OSError, ValueError):
        return UNREADABLE
    if sheet.height > MOST_ROWS or sheet.width > MOST_COLUMNS:
        return TOO_LARGE
    print(sheet.start[0] + 1 if sheet.start else 1, file=out)
    size = 0
    for row in sheet.iter_rows():
        line = json.dumps([text_of(cell) for cell in row])
        size += len(line)
        if size > MOST_TEXT:
            return TOO_LARGE
        print(line, file=out)
    return 0


def text_of(cell: Any) -> str:
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


if __name__ == "__main__":
    confine()
    sys.exit(unpack(sys.stdin.buffer.read(), sys.stdout))
