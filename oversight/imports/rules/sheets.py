"""Reading the first sheet of a workbook (XLSX, XLS, ODS): values only, nothing in it is run."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import RuleBroken
from oversight.imports.rules import unpack
from oversight.imports.rules.reading import Cells

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A workbook is unpacked in memory: what it says it would become is asked before.
LONGEST_FILE = 20 * unpack.MB
LONGEST_UNPACKED = 150 * unpack.MB
# Of the clock, for a busy machine; the reader's own time is limited more closely.
PATIENCE = 120


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
    first, *rows = _unpacked(stream.read()).splitlines()
    return _records(rows, int(first))


def _unpacked(content: bytes) -> str:
    """What the reader answers. It dies by a signal when a file makes it ask for too much."""
    command = [sys.executable, "-I", str(Path(unpack.__file__))]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, env={}, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise _too_large() from None
    if done.returncode < 0 or done.returncode == unpack.TOO_LARGE:
        raise _too_large()
    if done.returncode:
        raise _unreadable()
    return done.stdout.decode()


def _records(rows: list[str], first: int) -> Iterator[Cells]:
    for line, row in enumerate(rows, start=first):
        cells = json.loads(row)
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
            raise _unreadable() from None
        if unpacked > LONGEST_UNPACKED:
            raise _too_large()
    stream.seek(0)


def _unreadable() -> RuleBroken:
    return RuleBroken("sheet_unreadable", _("This workbook cannot be read."), "/file")


def _too_large() -> RuleBroken:
    message = _("This workbook is too large. Save it as CSV, or split it.")
    return RuleBroken("sheet_too_large", message, "/file")
