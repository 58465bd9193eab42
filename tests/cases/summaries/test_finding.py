"""The sentence of the page never says what is hidden."""

from cases.summaries.rules.finding import chart_quarter, chart_rows, find
from cases.summaries.rules.suppression import suppress

ROWS = ("a", "b", "unknown")
QUARTERS = ("2025-Q4", "2026-Q1")


def cells(**values):
    counts = {}
    for row, (before, now) in values.items():
        counts[row, "2025-Q4"], counts[row, "2026-Q1"] = before, now
    return suppress(counts, ROWS, QUARTERS, 5)


def test_compares_the_totals_when_nothing_is_hidden():
    found = find(cells(a=(10, 20), b=(5, 5)), ROWS, "2026-Q1")
    assert (found.row, found.kind, found.now, found.before) == ("total", "rose", 25, 15)


def test_compares_the_largest_row_when_a_total_is_hidden():
    found = find(cells(a=(30, 20), b=(2, 40)), ROWS, "2026-Q1")
    assert (found.row, found.kind, found.now, found.before) == ("a", "fell", 20, 30)


def test_says_nothing_when_nothing_can_be_compared():
    assert find(cells(a=(2, 20), b=(7, 1)), ROWS, "2026-Q1") is None
    assert find(cells(), ROWS, "2026-Q1") is None
    assert find(cells(a=(9, 9)), ROWS, "2030-Q1") is None


def test_not_stated_is_never_the_headline():
    assert find(cells(a=(1, 1), unknown=(50, 60)), ROWS, "2026-Q1") is None


def test_draws_the_last_quarter_that_has_a_figure():
    drawn = cells(a=(9, 2))
    assert chart_quarter(drawn, ROWS, "2026-Q1") == "2025-Q4"
    assert chart_quarter(cells(a=(2, 2)), ROWS, "2026-Q1") is None


def test_a_long_table_is_drawn_largest_first_without_zeros():
    many = [f"p{n:02}" for n in range(20)]
    counts = {(row, "2026-Q1"): n for n, row in enumerate(many)}
    drawn = chart_rows(suppress(counts, many, ("2026-Q1",), 5), many, "2026-Q1")
    assert drawn[0] == "p19"
    assert len(drawn) == 12
    assert "p00" not in drawn
