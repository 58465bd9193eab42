"""Reading CSV that may be broken: every record comes out, readable or with its reason.

One line in hand at a time; a quote that is never closed may hold at most `MAX_LINES` lines.
"""

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from oversight.imports.rules.targets import Reason

MAX_LINE = 1_000_000
MAX_LINES = 2_000
MAX_RECORD = 4_000_000
CHUNK = 1 << 16
UNREADABLE = re.compile("[\udc80-\udcff]")
NOT_ASCII = re.compile("[^\x00-\x7f]")
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Cells:
    """One record that could be read, and the line it starts on."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Broken:
    """One record that could not be read."""

    line: int
    raw: str
    reason: Reason


def choose_encoding(stream: BinaryIO, candidates: tuple[str, ...]) -> str:
    """The byte-order mark decides; then the first that reads everything; then UTF-8 if the file
    is UTF-8 but for some bytes; then the first of the list. Leaves the stream at its start."""
    stream.seek(0)
    head = stream.read(4)
    for mark, name in BOMS:
        if head.startswith(mark):
            stream.seek(0)
            return name
    chosen = next((name for name in candidates if _reads(stream, name)), candidates[0])
    stream.seek(0)
    return chosen


def _reads(stream: BinaryIO, encoding: str) -> bool:
    stream.seek(0)
    is_utf8 = codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")
    errors = "surrogateescape" if is_utf8 else "strict"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    bad = good = 0
    try:
        while chunk := stream.read(CHUNK):
            text = decoder.decode(chunk)
            strange = len(UNREADABLE.findall(text))
            bad += strange
            good += len(NOT_ASCII.findall(text)) - strange
        bad += len(UNREADABLE.findall(decoder.decode(b"", final=True)))
    except UnicodeError:
        return False
    # Random bytes hardly ever form UTF-8: mostly right means UTF-8 with some damage.
    return bad == 0 or good > bad


class _Lines:
    """Physical lines with look-back: what one record took can be given back."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        wide = encoding.startswith(("utf-16", "utf-32"))
        errors = "replace" if wide else "surrogateescape"
        self.text = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="")
        self.waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.size = 0
        self.line = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MAX_LINES or self.size > MAX_RECORD:
            raise csv.Error("too many lines")
        line = self.waiting.popleft() if self.waiting else self._read()
        if not line:
            raise StopIteration
        self.taken.append(line)
        self.size += len(line)
        return line

    def _read(self) -> str:
        line = self.text.readline(MAX_LINE)
        if len(line) >= MAX_LINE and not line.endswith(("\n", "\r")):
            # Not to be held in memory: the beginning stays as the trace.
            while (rest := self.text.readline(CHUNK)) and not rest.endswith(("\n", "\r")):
                pass
        return line

    def begin(self) -> None:
        self.line += len(self.taken)
        self.taken, self.size = [], 0

    def give_back_all_but_first(self) -> str:
        first, *rest = self.taken
        self.waiting.extendleft(reversed(rest))
        self.taken, self.size = [first], len(first)
        return first


def records(
    stream: BinaryIO, encoding: str, *, delimiter: str, quote: str
) -> Iterator[Cells | Broken]:
    """Every record of the stream, the header too. Blank lines are left out."""
    csv.field_size_limit(MAX_LINE)
    lines = _Lines(stream, encoding)
    width = 0

    def reader() -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=True)

    rows = reader()
    while True:
        lines.begin()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            cells = []
            broken = True
        else:
            # A stray quote that swallows lines until the next one makes one record too wide.
            broken = len(lines.taken) > 1 and 0 < width < len(cells)
        line = lines.line
        if broken:
            raw = lines.give_back_all_but_first()
            rows = reader()
            yield Broken(line, raw, _why_broken(raw))
        elif any(cell.strip() for cell in cells):
            width = width or len(cells)
            yield Cells(line, cells)


def _why_broken(raw: str) -> Reason:
    if len(raw) >= MAX_LINE:
        return Reason("row_too_long", _("The row is too long to be read."))
    return Reason("broken_quotes", _("A quotation mark is opened or closed in the wrong place."))
