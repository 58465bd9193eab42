"""What a reader of two releases finds different."""

from cases.summaries.rules.changes import difference
from cases.summaries.rules.suppression import HIDDEN, published

A = {("HT01", "Q1"): published(20), ("HT02", "Q1"): HIDDEN, ("HT01", "total"): published(20)}


def test_the_same_table_has_no_difference_even_where_it_hides():
    found = difference(A, A)
    assert (found.changes, found.new_rows, found.largest) == ([], [], [])


def test_each_figure_is_more_less_hidden_or_shown():
    before = A | {("HT03", "Q1"): published(9), ("HT04", "Q1"): published(30)}
    after = {
        ("HT01", "Q1"): published(35),
        ("HT02", "Q1"): published(12),
        ("HT03", "Q1"): HIDDEN,
        ("HT04", "Q1"): published(0),
        ("HT01", "total"): published(35),
    }
    found = difference(before, after)
    kinds = {change.key[0]: change.kind for change in found.changes if not change.is_total}
    assert kinds == {"HT01": "more", "HT02": "newly_shown", "HT03": "newly_hidden", "HT04": "less"}
    # Totals and what was hidden are no movements.
    assert [(c.key[0], c.by, c.less_by) for c in found.largest] == [
        ("HT04", -30, 30),
        ("HT01", 15, -15),
    ]


def test_lines_that_only_one_table_has_are_named_not_compared():
    after = {("HT01", "Q2"): published(4), ("HT09", "Q2"): HIDDEN}
    found = difference(A, after)
    assert found.changes == []
    assert (found.new_rows, found.gone_rows) == (["HT09"], ["HT02"])
    assert (found.new_columns, found.gone_columns) == (["Q2"], ["Q1", "total"])
