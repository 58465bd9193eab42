"""A small table with its totals, and what a reader can work out from it: exact linear algebra."""

from fractions import Fraction

from hypothesis import strategies as st

from cases.summaries.choices import CellState
from cases.summaries.rules.suppression import TOTAL

ROWS = ("a", "b", "c")
COLUMNS = ("x", "y", "z")
INSIDE = [(row, column) for row in ROWS for column in COLUMNS]
TABLES = st.fixed_dictionaries({}, optional={key: st.integers(0, 25) for key in INSIDE})
THRESHOLDS = st.sampled_from((5, 10))


def equations():
    """Every total is the sum of its line: coefficients of all cells, right side 0."""
    for row in (*ROWS, TOTAL):
        yield {(row, column): 1 for column in COLUMNS} | {(row, TOTAL): -1}
    for column in (*COLUMNS, TOTAL):
        yield {(row, column): 1 for row in ROWS} | {(TOTAL, column): -1}


def reduced(rows):
    """Gauss-Jordan elimination over exact fractions."""
    rows, done = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        lead = rows[done][column]
        rows[done] = [value / lead for value in rows[done]]
        for i, row in enumerate(rows):
            if i != done and row[column]:
                factor = row[column]
                rows[i] = [a - factor * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return rows


def hidden_in(cells):
    return {key for key, cell in cells.items() if cell.state == CellState.SUPPRESSED}


def follow(system, unknown):
    """The unknowns that have one value only in a system of equations."""
    unknown = sorted(unknown)
    found = set()
    for row in reduced([[Fraction(eq.get(key, 0)) for key in unknown] for eq in system]):
        left = [key for key, factor in zip(unknown, row, strict=True) if factor]
        if len(left) == 1:
            found.add(left[0])
    return found


def solvable(cells):
    """The hidden cells whose value follows from the shown ones."""
    return follow(equations(), hidden_in(cells))
