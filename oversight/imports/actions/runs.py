"""One run of an import, from the file to the last batch."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.audit import actions as audit
from oversight.authority.rules import Conflict, RuleBroken, holds, refuse
from oversight.imports.actions.quarantine import Quarantine, check_place
from oversight.imports.actions.reading import Outcome, Reading, bad_text
from oversight.imports.choices import RunState
from oversight.imports.models import ImportRun
from oversight.imports.rules import (
    Broken,
    Cells,
    Mapping,
    choose_encoding,
    is_sheet,
    load_mapping,
    records,
    sheet_records,
)


class Source(Protocol):
    """What is read: a path, or something kept elsewhere under a name of its own."""

    @property
    def name(self) -> str: ...

    def open(self, mode: Any) -> Any: ...


def run(
    *,
    path: Source,
    mapping: Path | str,
    by: Any = None,
    dry_run: bool = False,
    quarantine: Path | Quarantine | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Import one file. `mapping` is a YAML file or its text; `by=None` is the operator.

    Good rows are committed in batches, bad ones go to the quarantine file; a run after a crash
    goes on from what is there. Refused as a whole (RuleBroken) only when the mapping or the
    header is wrong.
    """
    checked = load_mapping(_text_of(mapping))
    # In whatever scope: the target decides row by row how far it reaches.
    if by is not None and not holds(by, checked.target.permission):
        refuse()
    now = now or timezone.now()
    with _opened(path) as stream, _alone(checked):
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
        rows, encoding = _rows(stream, checked)
        header = _header(rows, checked)
        begin = partial(_begin, checked, path, sha256, by=by, now=now)
        name = f"{'preview' if dry_run else now.strftime('%Y%m%dT%H%M%S')}-{sha256[:8]}.csv"
        bad = _quarantine(quarantine or Path(settings.VAR_DIR) / "quarantine" / name, path)
        bad.header = header
        bad.private = _private(header, checked)
        reading = Reading(checked, header, bad, begin, by=by, now=now, dry_run=dry_run)
        reading.read_before = (
            _of_source(checked)
            .filter(file_sha256=sha256, mapping_sha256=checked.sha256, state=RunState.FINISHED)
            .exists()
        )
        _finish_or_fail(reading, rows)
    if reading.run is not None:
        reading.run.refresh_from_db()
    return reading.outcome(encoding)


def _quarantine(wanted: Path | Quarantine, path: Source) -> Quarantine:
    if isinstance(wanted, Quarantine):
        return wanted
    if isinstance(path, Path):
        check_place(wanted, path)
    return Quarantine(wanted)


def _rows(stream: BinaryIO, mapping: Mapping) -> tuple[Iterator[Cells | Broken], str]:
    if is_sheet(stream):
        return sheet_records(stream), "workbook"
    encoding = choose_encoding(stream, mapping.encodings)
    rows = records(stream, encoding, delimiter=mapping.delimiter, quote=mapping.quote)
    return rows, encoding


def _private(header: list[str], mapping: Mapping) -> frozenset[int]:
    """Positions of columns that feed a private field."""
    columns = [c for c in mapping.columns if c.field in mapping.target.private]
    names = {name for column in columns for name in column.sources}
    return frozenset(number for number, name in enumerate(header) if name in names)


def _text_of(mapping: Path | str) -> str:
    if isinstance(mapping, str):
        return mapping
    try:
        return mapping.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        message = _("The mapping cannot be read.")
        raise RuleBroken("mapping_unreadable", message, "/mapping") from None


@contextmanager
def _opened(path: Source) -> Iterator[BinaryIO]:
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
    if isinstance(first, Broken) or any(map(bad_text, first.cells)):
        raise RuleBroken("header_broken", _("The first line cannot be read as a header."), "/file")
    header = [cell.strip() for cell in first.cells]
    for name in mapping.wanted:
        if header.count(name) != 1:
            values = {"name": name, "there": ", ".join(header)[:300]}
            sentence = _column_wrong(name, header, mapping)
            raise RuleBroken("missing_column", sentence % values, "/file")
    return header


def _column_wrong(name: str, header: list[str], mapping: Mapping) -> Any:
    if name in header:
        return _("The file has the column “%(name)s” more than once.")
    if mapping.target.private:
        # A file without a header begins with somebody: that is not repeated.
        return _("The file has no column “%(name)s”. Its first line must name the columns.")
    return _("The file has no column “%(name)s”. It has: %(there)s.")


def _of_source(mapping: Mapping) -> Any:
    return ImportRun.objects.filter(target=mapping.target.name, source=mapping.source)


def _begin(mapping: Mapping, path: Source, sha256: str, *, by: Any, now: datetime) -> ImportRun:
    # Nobody else holds the lock, so a run that still says "running" has died.
    _of_source(mapping).filter(state=RunState.RUNNING).update(state=RunState.INTERRUPTED)
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


def _finish_or_fail(reading: Reading, rows: Iterator[Cells | Broken]) -> None:
    if not reading.mapping.target.updates:
        # Its trace is there from the start: what an import brought is kept by key.
        reading.started()
    try:
        if reading.dry_run and reading.mapping.target.updates:
            _try(reading, rows)
        else:
            _go_through(reading, rows)
    except BaseException as error:
        # Interrupted too: what was committed stays, and the trace says how far it came.
        reading.note(
            state=RunState.FAILED, finished_at=timezone.now(), error=type(error).__name__[:80]
        )
        raise
    finally:
        reading.bad.close()
    if reading.run is not None:
        _finish(reading, reading.run)


def _go_through(reading: Reading, rows: Iterator[Cells | Broken]) -> None:
    for found in rows:
        reading.take(found)
    reading.write()


@transaction.atomic
def _try(reading: Reading, rows: Iterator[Cells | Broken]) -> None:
    """Everything as it would be, and then nothing of it."""
    _go_through(reading, rows)
    transaction.set_rollback(True)


@transaction.atomic
def _finish(reading: Reading, run: ImportRun) -> None:
    reading.note(state=RunState.FINISHED, finished_at=timezone.now())
    names = ("created", "updated") if reading.mapping.target.updates else ("created",)
    changes: dict[str, tuple[Any, Any]] = {
        name: (None, getattr(reading.tally, name)) for name in names
    }
    changes["quarantined"] = (None, reading.bad.count)
    audit.record(type="import.finished", by=reading.by, target=run, changes=changes)
    if reading.mapping.target.finished is not None:
        reading.mapping.target.finished(
            run=run, notes=reading.notes, by=reading.by, now=reading.now
        )
