"""Going through the rows of one file: what is counted, written and set aside."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import RuleBroken
from oversight.imports.actions.batch import Item, Notes, Tally, commit, sort_out
from oversight.imports.actions.quarantine import KEPT_OUT, Quarantine
from oversight.imports.models import ImportRun
from oversight.imports.rules import Broken, Cells, Mapping, Reason, Refused, convert

BATCH = 500
# So many rows that do not fit are named in the answer; the file has all of them.
MOST_ERRORS = 1_000
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
    updated: int = 0
    unchanged: int = 0
    updates: bool = False
    notes: tuple[tuple[str, str], ...] = ()
    # The rows that do not fit: number, line, and why.
    errors: tuple[tuple[int, int, str], ...] = ()

    def __str__(self) -> str:
        if self.updates:
            return (
                f"read {self.read}, created {self.created}, updated {self.updated}, "
                f"unchanged {self.unchanged}, quarantined {self.quarantined}"
            )
        return (
            f"read {self.read}, created {self.created}, "
            f"already there {self.already}, quarantined {self.quarantined}"
        )


def bad_text(text: str) -> bool:
    return bool(UNREADABLE.search(text)) or "\0" in text


@dataclass
class Reading:
    """The counts of a run while it goes through the file."""

    mapping: Mapping
    header: list[str]
    bad: Quarantine
    begin: Callable[[], ImportRun]
    by: Any
    now: datetime
    dry_run: bool = False
    # The very same file was gone through: that its bad rows are still bad is no news.
    read_before: bool = False
    run: ImportRun | None = None
    read: int = 0
    tally: Tally = field(default_factory=lambda: Tally(0, 0, []))
    waiting: list[Item] = field(default_factory=list)
    notes: Notes = field(default_factory=set)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    # Only a preview remembers what it has seen: it writes nothing that could tell it.
    seen: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        target = self.mapping.target
        self.build_row = target.opened() if target.opened else target.build_row

    def outcome(self, encoding: str) -> Outcome:
        return Outcome(
            self.read,
            self.tally.created,
            self.tally.already,
            self.bad.count,
            self.run,
            self.bad.path if self.bad.count else None,
            encoding,
            self.tally.updated,
            self.tally.unchanged,
            self.mapping.target.updates,
            tuple(sorted(self.notes)),
            tuple(sorted(self.errors)),
        )

    def started(self) -> ImportRun | None:
        """The trace of the run; of one that updates, from the first row that it does not leave as it is."""
        if self.run is None and not self.dry_run:
            self.run = self.begin()
        return self.run

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
        built = self.build_row(row.values, key=row.key)
        return Item(self.read, found.line, found.cells, row, built)

    def _named(self, cells: list[str]) -> dict[str, str]:
        spare = cells[len(self.header) :]
        if len(cells) < len(self.header):
            raise Refused(Reason("too_few_columns", _("The row has too few columns.")))
        if any(cell.strip() for cell in spare):
            raise Refused(Reason("too_many_columns", _("The row has too many columns.")))
        named = dict(zip(self.header, cells, strict=False))
        reasons = [_unreadable(name, cell) for name, cell in named.items() if bad_text(cell)]
        # A file of rows that did not fit comes back corrected, but nobody is called "(…)".
        reasons += [
            Reason("kept_out", _("Write this again: it was kept out of the file."), name)
            for number, name in enumerate(self.header)
            if number in self.bad.private and cells[number].strip() == KEPT_OUT
        ]
        if reasons:
            raise Refused(*reasons)
        return named

    def _refuse(self, line: int, cells: list[str], *reasons: Reason, row: int = 0) -> None:
        number = row or self.read
        if self.bad.private and len(cells) != len(self.header):
            # Where columns have shifted nobody knows which cell holds what is private.
            cells = [KEPT_OUT]
        self.bad.add(row=number, line=line, reasons=reasons, cells=cells)
        if len(self.errors) < MOST_ERRORS:
            self.errors.append((number, line, "; ".join(str(reason) for reason in reasons)))
        if not self.read_before:
            self.started()

    def write(self) -> None:
        """Commit what waits, and the counts so far."""
        tally = self._tally()
        for item, reason in tally.refused:
            self._refuse(item.line, item.cells, reason, row=item.number)
        self.tally.add(tally)
        self.waiting = []
        self.bad.flush()
        self.note()

    def _tally(self) -> Tally:
        target = self.mapping.target
        if target.unchanged is not None:
            return self._update(target.unchanged([item.built for item in self.waiting]))
        if self.dry_run:
            return sort_out(items=self.waiting, mapping=self.mapping, seen=self.seen)[1]
        return self._commit(self.waiting)

    def _update(self, unchanged: list[bool]) -> Tally:
        """Rows that would change nothing are counted; the rest is written."""
        wanted = [i for i, same in zip(self.waiting, unchanged, strict=True) if not same]
        tally = self._commit(wanted) if wanted else Tally(0, 0, [])
        tally.unchanged += sum(unchanged)
        return tally

    def _commit(self, items: list[Item]) -> Tally:
        return commit(
            items,
            mapping=self.mapping,
            run=self.started(),
            by=self.by,
            now=self.now,
            notes=self.notes,
        )

    def note(self, **more: Any) -> None:
        if self.run is not None:
            ImportRun.objects.filter(pk=self.run.pk).update(
                rows_read=self.read,
                created=self.tally.created,
                already=self.tally.already,
                updated=self.tally.updated,
                unchanged=self.tally.unchanged,
                quarantined=self.bad.count,
                notes=sorted(self.notes),
                **more,
            )


def _unreadable(name: str, cell: str) -> Reason:
    if "\0" in cell:
        return Reason("null_sign", _("The text holds a null sign."), name)
    return Reason("undecodable", _("The text is not in the encoding of the file."), name)
