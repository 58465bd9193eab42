"""Hiding small counts so that nobody can work them out.

A table has rows, columns and their totals. A count from 1 to one below the threshold is hidden,
and so is every total that contains a hidden count: the total of its row, of its column and of
the whole table. A total that is shown therefore only adds up counts that are shown, and no
equation that a reader can write contains exactly one unknown.

A release of a cut-off that was released before also hides a count that differs from the one
shown then by less than the threshold: the difference would be a small count of its own.
Zeros are shown: nobody is among them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.summaries.choices import CellState

TOTAL = "total"

Key = tuple[str, str]


@dataclass(frozen=True)
class Cell:
    """One published figure; a hidden one has no value."""

    value: int | None
    state: str


HIDDEN = Cell(None, CellState.SUPPRESSED)


def published(count: int) -> Cell:
    """The cell of a count that may be shown."""
    return Cell(count, CellState.SHOWN if count else CellState.ZERO)


def is_small(count: int, threshold: int) -> bool:
    return 0 < count < threshold


def lines_of(key: Key) -> tuple[Key, Key, Key]:
    """The totals that contain a cell: of its row, of its column, of the table."""
    row, column = key
    return (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)


def hidden_cells(
    counts: Mapping[Key, int],
    threshold: int,
    earlier: Iterable[Mapping[Key, int | None]] = (),
) -> frozenset[Key]:
    """The cells inside the table that must not be shown."""
    hidden = {key for key, count in counts.items() if is_small(count, threshold)}
    for release in earlier:
        hidden |= _told_by_difference(counts, release, threshold)
    return frozenset(hidden)


def _told_by_difference(
    counts: Mapping[Key, int], shown: Mapping[Key, int | None], threshold: int
) -> set[Key]:
    return {
        key
        for key, old in shown.items()
        if TOTAL not in key
        and old is not None
        and is_small(abs(counts.get(key, 0) - old), threshold)
    }


def totals_of(counts: Mapping[Key, int]) -> dict[Key, int]:
    """Every total by its key, of lines that hold anything."""
    totals: dict[Key, int] = {}
    for key, count in counts.items():
        for line in lines_of(key):
            totals[line] = totals.get(line, 0) + count
    return totals


def suppress(
    counts: Mapping[Key, int],
    rows: Sequence[str],
    columns: Sequence[str],
    threshold: int,
    earlier: Iterable[Mapping[Key, int | None]] = (),
) -> dict[Key, Cell]:
    """Every cell of the table, totals last in each direction, with its state."""
    hidden = hidden_cells(counts, threshold, earlier)
    hidden |= {line for key in hidden for line in lines_of(key)}
    every = {**counts, **totals_of(counts)}
    return {
        (row, column): HIDDEN if (row, column) in hidden else published(every.get((row, column), 0))
        for row in (*rows, TOTAL)
        for column in (*columns, TOTAL)
    }
