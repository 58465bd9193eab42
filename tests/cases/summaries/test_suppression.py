"""Small counts cannot be worked out from what is shown."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cases.summaries.choices import CellState
from cases.summaries.rules.suppression import TOTAL, suppress

ROWS = ("a", "b", "c")
COLUMNS = ("x", "y", "z")
INSIDE = [(row, column) for row in ROWS for column in COLUMNS]
TABLES = st.fixed_dictionaries({}, optional={key: st.integers(0, 25) for key in INSIDE})
THRESHOLDS = st.sampled_from((5, 10))


def _equations():
    """Every total is the sum of its line: coefficients of all cells, right side 0."""
    for row in (*ROWS, TOTAL):
        yield {(row, column): 1 for column in COLUMNS} | {(row, TOTAL): -1}
    for column in (*COLUMNS, TOTAL):
        yield {(row, column): 1 for row in ROWS} | {(TOTAL, column): -1}


def _reduced(rows):
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


def solvable(cells):
    """The hidden cells whose value follows from the shown ones."""
    hidden = [key for key, cell in cells.items() if cell.state == CellState.SUPPRESSED]
    system = [[Fraction(eq.get(key, 0)) for key in hidden] for eq in _equations()]
    found = set()
    for row in _reduced(system) if hidden else ():
        unknown = [key for key, factor in zip(hidden, row, strict=True) if factor]
        if len(unknown) == 1:
            found.add(unknown[0])
    return found


@given(TABLES, THRESHOLDS)
def test_no_small_count_is_shown(counts, threshold):
    cells = suppress(counts, ROWS, COLUMNS, threshold)
    for cell in cells.values():
        assert cell.value is None or cell.value == 0 or cell.value >= threshold


@given(TABLES, THRESHOLDS)
def test_no_hidden_cell_follows_from_the_shown_ones(counts, threshold):
    assert solvable(suppress(counts, ROWS, COLUMNS, threshold)) == set()


def test_the_check_finds_a_cell_that_could_be_worked_out():
    cells = suppress({("a", "x"): 2, ("a", "y"): 20}, ROWS, COLUMNS, 5)
    from cases.summaries.rules.suppression import published

    assert ("a", "x") in solvable(cells | {("a", TOTAL): published(22)})


@given(TABLES, THRESHOLDS)
def test_every_total_beside_a_hidden_cell_is_hidden_and_no_other(counts, threshold):
    cells = suppress(counts, ROWS, COLUMNS, threshold)
    hidden = {key for key in INSIDE if cells[key].value is None}
    for row in ROWS:
        assert (cells[row, TOTAL].value is None) == any((row, c) in hidden for c in COLUMNS)
    for column in COLUMNS:
        assert (cells[TOTAL, column].value is None) == any((r, column) in hidden for r in ROWS)
    assert (cells[TOTAL, TOTAL].value is None) == bool(hidden)


@given(TABLES, THRESHOLDS)
def test_shown_figures_are_the_counts_and_their_sums(counts, threshold):
    cells = suppress(counts, ROWS, COLUMNS, threshold)
    for key in INSIDE:
        if cells[key].value is not None:
            assert cells[key].value == counts.get(key, 0)
    for row in ROWS:
        if cells[row, TOTAL].value is not None:
            assert cells[row, TOTAL].value == sum(counts.get((row, c), 0) for c in COLUMNS)


@given(TABLES, TABLES, THRESHOLDS)
def test_two_releases_of_one_cutoff_do_not_differ_by_a_small_count(before, after, threshold):
    first = {k: c.value for k, c in suppress(before, ROWS, COLUMNS, threshold).items()}
    second = suppress(after, ROWS, COLUMNS, threshold, [first])
    for key in INSIDE:
        if first[key] is not None and second[key].value is not None:
            assert not 0 < abs(second[key].value - first[key]) < threshold
    assert solvable(second) == set()


def test_states_say_shown_zero_or_suppressed():
    cells = suppress({("a", "x"): 4, ("b", "y"): 5}, ROWS, COLUMNS, 5)
    assert (cells["a", "x"].value, cells["a", "x"].state) == (None, "suppressed")
    assert (cells["b", "y"].value, cells["b", "y"].state) == (5, "shown")
    assert (cells["c", "z"].value, cells["c", "z"].state) == (0, "zero")
    assert cells["b", TOTAL].value == 5
    assert cells[TOTAL, TOTAL].value is None


def test_an_empty_table_is_all_zeros():
    assert {cell.state for cell in suppress({}, ROWS, COLUMNS, 5).values()} == {"zero"}
