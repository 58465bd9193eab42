"""Hiding small counts so that nobody can work them out.

A table has rows, columns and their totals. A count from 1 to one below the threshold is hidden,
and so is every total that contains a hidden count: the total of its row, of its column and of
the whole table. A total that is shown therefore only adds up counts that are shown, and no
equation that a reader can write contains exactly one unknown.

A release also hides every cell, totals too, that differs from what any earlier release showed
there by less than the threshold: the difference would be a small count of its own. What an earlier
release showed of the same table counts as known where it did not change; further cells are hidden
until no hidden cell follows from that either (`covers`).
Zeros are shown: nobody is among them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.summaries.choices import CellState
from cases.summaries.rules.covers import Key, covers

TOTAL = "total"

# What an earlier release showed: None where it hid.
Shown = Mapping[Key, int | None]


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


def _with_totals(hidden: Iterable[Key]) -> frozenset[Key]:
    """Hidden cells and every total that contains one."""
    keys = set(hidden)
    return frozenset(keys.union(*(lines_of(key) for key in keys if TOTAL not in key)))


def hidden_cells(
    values: Mapping[Key, int], threshold: int, earlier: Iterable[Shown] = ()
) -> frozenset[Key]:
    """The cells, totals too, that must not be shown. `values` has every cell of the table."""
    releases = list(earlier)
    primary = {k for k, value in values.items() if TOTAL not in k and is_small(value, threshold)}
    for shown in releases:
        primary |= _told_by_difference(values, shown, threshold)
    told = [_unchanged(values, shown) for shown in releases]
    hidden = _with_totals(primary)
    while more := covers(hidden, values, told):
        hidden = _with_totals(hidden | more)
    return hidden


def _told_by_difference(values: Mapping[Key, int], shown: Shown, threshold: int) -> set[Key]:
    return {
        key
        for key, value in values.items()
        if (old := shown.get(key, 0)) is not None and is_small(abs(value - old), threshold)
    }


def _unchanged(values: Mapping[Key, int], shown: Shown) -> frozenset[Key]:
    """What a reader of an earlier release knows of this one: a line it does not list held nothing."""
    return frozenset(key for key, value in values.items() if shown.get(key, 0) == value)


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
    earlier: Iterable[Shown] = (),
) -> dict[Key, Cell]:
    """Every cell of the table, totals last in each direction, with its state."""
    every = {**counts, **totals_of(counts)}
    keys = [(row, column) for row in (*rows, TOTAL) for column in (*columns, TOTAL)]
    values = {key: every.get(key, 0) for key in keys}
    hidden = hidden_cells(values, threshold, earlier)
    return {key: HIDDEN if key in hidden else published(value) for key, value in values.items()}
