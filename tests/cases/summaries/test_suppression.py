"""Small counts cannot be worked out from what is shown."""

from hypothesis import given

from cases.summaries.rules.suppression import TOTAL, published, suppress
from tests.cases.summaries.tables import COLUMNS, INSIDE, ROWS, TABLES, THRESHOLDS, solvable


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


def test_states_say_shown_zero_or_suppressed():
    cells = suppress({("a", "x"): 4, ("b", "y"): 5}, ROWS, COLUMNS, 5)
    assert (cells["a", "x"].value, cells["a", "x"].state) == (None, "suppressed")
    assert (cells["b", "y"].value, cells["b", "y"].state) == (5, "shown")
    assert (cells["c", "z"].value, cells["c", "z"].state) == (0, "zero")
    assert cells["b", TOTAL].value == 5
    assert cells[TOTAL, TOTAL].value is None


def test_an_empty_table_is_all_zeros():
    assert {cell.state for cell in suppress({}, ROWS, COLUMNS, 5).values()} == {"zero"}
