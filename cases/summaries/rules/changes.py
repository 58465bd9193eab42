"""What differs between a draft and the release before it, as a reader of both would see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cases.summaries.choices import CellState
from cases.summaries.rules.suppression import TOTAL, Cell, Key

MORE, LESS, HIDDEN, SHOWN = "more", "less", "newly_hidden", "newly_shown"
LARGEST = 5


@dataclass(frozen=True)
class Change:
    """One figure that a reader finds different."""

    key: Key
    before: Cell
    after: Cell

    @property
    def kind(self) -> str:
        if self.after.state == CellState.SUPPRESSED:
            return HIDDEN
        if self.before.state == CellState.SUPPRESSED:
            return SHOWN
        return MORE if self.by > 0 else LESS

    @property
    def by(self) -> int:
        return (self.after.value or 0) - (self.before.value or 0)

    @property
    def less_by(self) -> int:
        return -self.by

    @property
    def is_total(self) -> bool:
        return TOTAL in self.key


@dataclass(frozen=True)
class Difference:
    """Two tables side by side: figures in both that differ, and lines only one of them has."""

    changes: list[Change] = field(default_factory=list)
    new_rows: list[str] = field(default_factory=list)
    gone_rows: list[str] = field(default_factory=list)
    new_columns: list[str] = field(default_factory=list)
    gone_columns: list[str] = field(default_factory=list)

    def count(self, *kinds: str) -> int:
        return sum(change.kind in kinds for change in self.changes)

    @property
    def largest(self) -> list[Change]:
        """The figures inside that moved most; totals are told apart."""
        moved = [c for c in self.changes if c.kind in (MORE, LESS) and not c.is_total]
        return sorted(moved, key=lambda change: (-abs(change.by), change.key))[:LARGEST]


def _lines(cells: Mapping[Key, Cell], side: int) -> list[str]:
    return list(dict.fromkeys(key[side] for key in cells))


def _only(these: Sequence[str], not_those: Sequence[str]) -> list[str]:
    return [code for code in these if code not in set(not_those)]


def difference(before: Mapping[Key, Cell], after: Mapping[Key, Cell]) -> Difference:
    """A cell hidden in both is not a difference: nobody can see one."""
    changes = [
        Change(key, before[key], cell)
        for key, cell in after.items()
        if key in before and before[key] != cell
    ]
    rows = _lines(before, 0), _lines(after, 0)
    columns = _lines(before, 1), _lines(after, 1)
    return Difference(
        changes,
        new_rows=_only(rows[1], rows[0]),
        gone_rows=_only(rows[0], rows[1]),
        new_columns=_only(columns[1], columns[0]),
        gone_columns=_only(columns[0], columns[1]),
    )
