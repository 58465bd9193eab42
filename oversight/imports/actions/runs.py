"""One run of an import, from the file to the last batch."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken, require
from oversight.imports.actions.batch import Item, Tally, commit, sort_out
from oversight.imports.actions.quarantine import Quarantine
from oversight.imports.choices import RunState
from oversight.imports.models import ImportRun
from oversight.imports.rules import (
    Broken,
    Cells,
    Mapping,
    Reason,
    Refused,
    choose_encoding,
    convert,
    load_mapping,
    records,
)

BATCH = 500
UNREADABLE = re.compile("[\udc80-\udcff\ufffd]")


@dataclass(frozen=True)
class Outcome:
    """What a run did."""

    read: int
    created: int
    already: int
    quarantined: int
    run: ImportRun | None
    quarantine: Path | None
    encoding: str

    def __str__(self) -> str:
        return (
            f"read {self.read}, created {self.created}, "
            f"already there {self.already}, quarantined {self.quarantined}"
        )


def run(
    *,
    path: Path,
    mapping: Path | str,
    by: Any = None,
    dry_run: bool = False,
    quarantine: Path | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Import one file. `mapping` is a YAML file or its text; `by=None` is the operator.

    Good rows are committed in batches, bad ones go to the quarantine file; a run after a crash
    goes on from what is there. Refused as a whole (RuleBroken) only when the mapping or the
    header is wrong.
    """
    if by is not None:
        require(by, Permission.IMPORT_RUN)
    checked = load_mapping(_text_of(mapping))
    now = now or timezone.now()
    with _opened(path) as stream, _alone(checked):
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
        encoding = choose_encoding(stream, checked.encodings)
        rows = records(stream, encoding, delimiter=checked.delimiter, quote=checked.quote)
        header = _header(rows, checked)
        record = None if dry_run else _begin(checked, path, sha256, by=by, now=now)
        name = f"{record.pk if record else 'preview'}-{sha256[:8]}.csv"
        bad = Quarantine(
            quarantine or Path(settings.VAR_DIR) / "quarantine" / name, input_path=path
        )
        bad.header = header
        reading = Reading(checked, header, bad, run=record, by=by, now=now)
        _finish_or_fail(reading, rows)
    if record is not None:
        record.refresh_from_db()
    return Outcome(
        reading.read,
        reading.created,
        reading.already,
        bad.count,
        record,
        bad.path if bad.count else None,
        encoding,
    )


def _text_of(mapping: Path | str) -> str:
    if isinstance(mapping, str):
        return mapping
    try:
        return mapping.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        message = _("The mapping cannot be read.")
        raise RuleBroken("mapping_unreadable", message, "/mapping") from None


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        stream = path.open("rb")
    except OSError:
        raise RuleBroken("file_unreadable", _("The file cannot be read."), "/file") from None
    with stream:
        yield stream


@contextmanager
def _alone(mapping: Mapping) -> Iterator[None]:
    """One run per target and source; the lock goes with the connection, so a crash frees it."""
    name = f"import:{mapping.target.name}:{mapping.source}"
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise Conflict("import_running", _("An import from this source is running already."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def _header(rows: Iterator[Cells | Broken], mapping: Mapping) -> list[str]:
    first = next(rows, None)
    if first is None:
        raise RuleBroken("file_empty", _("The file is empty."), "/file")
    if isinstance(first, Broken) or any(map(_bad_text, first.cells)):
        raise RuleBroken("header_broken", _("The first line cannot be read as a header."), "/file")
    header = [cell.strip() for cell in first.cells]
    for name in mapping.wanted:
        if header.count(name) != 1:
            sentence = (
                _("The file has no column “%(name)s”. It has: %(there)s.")
                if name not in header
                else _("The file has the column “%(name)s” more than once.")
            )
            values = {"name": name, "there": ", ".join(header)[:300]}
            raise RuleBroken("missing_column", sentence % values, "/file")
    return header


def _begin(mapping: Mapping, path: Path, sha256: str, *, by: Any, now: datetime) -> ImportRun:
    mine = ImportRun.objects.filter(target=mapping.target.name, source=mapping.source)
    # Nobody else holds the lock, so a run that still says "running" has died.
    mine.filter(state=RunState.RUNNING).update(state=RunState.INTERRUPTED)
    record = ImportRun.objects.create(
        target=mapping.target.name,
        source=mapping.source,
        file_name=path.name[:200],
        file_sha256=sha256,
        mapping_sha256=mapping.sha256,
        by=by,
        started_at=now,
    )
    audit.record(type="import.started", by=by, target=record, now=now)
    return record


def _bad_text(text: str) -> bool:
    return bool(UNREADABLE.search(text)) or "\0" in text


@dataclass
class Reading:
    """The counts of a run while it goes through the file."""

    mapping: Mapping
    header: list[str]
    bad: Quarantine
    run: ImportRun | None
    by: Any
    now: datetime
    read: int = 0
    created: int = 0
    already: int = 0
    waiting: list[Item] = field(default_factory=list)
    # Only a preview remembers what it has seen: it writes nothing that could tell it.
    seen: dict[str, str] = field(default_factory=dict)

    def take(self, found: Cells | Broken) -> None:
        self.read += 1
        if isinstance(found, Broken):
            self._refuse(found.line, [found.raw], found.reason)
            return
        try:
            self.waiting.append(self._item(found))
        except Refused as refused:
            self._refuse(found.line, found.cells, *refused.reasons)
        except RuleBroken as broken:
            self._refuse(found.line, found.cells, *Refused.of(broken).reasons)
        if len(self.waiting) >= BATCH:
            self.write()

    def _item(self, found: Cells) -> Item:
        cells = self._named(found.cells)
        row = convert(cells, self.mapping)
        built = self.mapping.target.build_row(row.values, key=row.key)
        return Item(self.read, found.line, found.cells, row, built)

    def _named(self, cells: list[str]) -> dict[str, str]:
        spare = cells[len(self.header) :]
        if len(cells) < len(self.header):
            raise Refused(Reason("too_few_columns", _("The row has too few columns.")))
        if any(cell.strip() for cell in spare):
            raise Refused(Reason("too_many_columns", _("The row has too many columns.")))
        named = dict(zip(self.header, cells, strict=False))
        reasons = [_unreadable(name, cell) for name, cell in named.items() if _bad_text(cell)]
        if reasons:
            raise Refused(*reasons)
        return named

    def _refuse(self, line: int, cells: list[str], *reasons: Reason, row: int = 0) -> None:
        self.bad.add(row=row or self.read, line=line, reasons=reasons, cells=cells)

    def write(self) -> None:
        """Commit what waits, and the counts so far."""
        tally = self._tally()
        self.created += tally.created
        self.already += tally.already
        for item, reason in tally.refused:
            self._refuse(item.line, item.cells, reason, row=item.number)
        self.waiting = []
        self.bad.flush()
        self.note()

    def _tally(self) -> Tally:
        if self.run is None:
            return sort_out(items=self.waiting, mapping=self.mapping, seen=self.seen)[1]
        return commit(self.waiting, mapping=self.mapping, run=self.run, by=self.by, now=self.now)

    def note(self, **more: Any) -> None:
        if self.run is not None:
            ImportRun.objects.filter(pk=self.run.pk).update(
                rows_read=self.read,
                created=self.created,
                already=self.already,
                quarantined=self.bad.count,
                **more,
            )


def _unreadable(name: str, cell: str) -> Reason:
    if "\0" in cell:
        return Reason("null_sign", _("The text holds a null sign."), name)
    return Reason("undecodable", _("The text is not in the encoding of the file."), name)


def _finish_or_fail(reading: Reading, rows: Iterator[Cells | Broken]) -> None:
    try:
        for found in rows:
            reading.take(found)
        reading.write()
    except BaseException as error:
        # Interrupted too: what was committed stays, and the trace says how far it came.
        reading.note(
            state=RunState.FAILED, finished_at=timezone.now(), error=type(error).__name__[:80]
        )
        raise
    finally:
        reading.bad.close()
    if reading.run is not None:
        reading.note(state=RunState.FINISHED, finished_at=timezone.now())
        changes = {"created": (None, reading.created), "quarantined": (None, reading.bad.count)}
        audit.record(type="import.finished", by=reading.by, target=reading.run, changes=changes)
