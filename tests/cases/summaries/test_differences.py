"""Small counts cannot be worked out from the difference between releases either."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.summaries.rules.suppression import TOTAL, suppress, totals_of
from tests.cases.summaries.tables import (
    COLUMNS,
    INSIDE,
    ROWS,
    TABLES,
    THRESHOLDS,
    equations,
    follow,
    hidden_in,
    solvable,
)

# Most cells stay as they are from release to release, some move by a few or by many.
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        key: st.sampled_from((-20, -11, -10, -6, -5, -1, 0, 0, 0, 1, 2, 4, 5, 6, 10, 11, 20))
        for key in INSIDE
    },
)
FULL = st.fixed_dictionaries({key: st.sampled_from((0, 20, 30, 40)) for key in INSIDE})
STARTS = st.one_of(TABLES, FULL)
PAIRS = st.lists(CHANGES, min_size=1, max_size=1)
TRIPLES = st.lists(CHANGES, min_size=2, max_size=2)


def histories(start, changes):
    """The counts of one release after the other."""
    found = [start]
    for change in changes:
        last = found[-1]
        found.append({key: max(0, last.get(key, 0) + change.get(key, 0)) for key in INSIDE})
    return found


def released(history, threshold):
    """Every release, each made with all earlier ones known."""
    made = []
    for counts in history:
        earlier = [{key: cell.value for key, cell in cells.items()} for cells in made]
        made.append(suppress(counts, ROWS, COLUMNS, threshold, earlier))
    return made


def true_values(counts, cells):
    every = {**counts, **totals_of(counts)}
    return {key: every.get(key, 0) for key in cells}


def union(releases, same=()):
    """One system of all releases: unknowns are (release, cell); `same` are equal unknowns."""
    for number, _cells in enumerate(releases):
        for equation in equations():
            yield {(number, key): factor for key, factor in equation.items()}
    for one, other in same:
        yield {one: 1, other: -1}


def unknown_of(releases):
    return {(n, key) for n, cells in enumerate(releases) for key in hidden_in(cells)}


def unchanged_since(earlier, last, before, now):
    """Cells that `earlier` showed and that still have that value: a reader may know that."""
    old, new = true_values(before, earlier), true_values(now, last)
    return {key for key, cell in earlier.items() if cell.value is not None and old[key] == new[key]}


def check(start, changes, threshold):
    history = histories(start, changes)
    releases = released(history, threshold)
    for one, other in itertools.combinations(releases, 2):
        for key, cell in other.items():
            if cell.value is not None and one[key].value is not None:
                assert not 0 < abs(cell.value - one[key].value) < threshold
    assert follow(union(releases), unknown_of(releases)) == set()
    last = len(releases) - 1
    for number in range(last):
        pair = (releases[number], releases[last])
        told = unchanged_since(*pair, history[number], history[last])
        same = [((0, key), (1, key)) for key in sorted(told)]
        protected = {(1, key) for key in hidden_in(pair[1]) - told}
        assert not protected & follow(union(pair, same), unknown_of(pair))


@settings(max_examples=150)
@given(STARTS, PAIRS, THRESHOLDS)
def test_nothing_follows_from_two_releases(start, changes, threshold):
    check(start, changes, threshold)


@settings(max_examples=100)
@given(STARTS, TRIPLES, THRESHOLDS)
def test_nothing_follows_from_three_releases(start, changes, threshold):
    check(start, changes, threshold)


@given(STARTS, THRESHOLDS)
def test_the_same_counts_are_released_the_same_again(start, threshold):
    first, second = released([start, start], threshold)
    assert first == second


@given(STARTS, PAIRS, THRESHOLDS, st.randoms(use_true_random=False))
def test_the_order_of_counting_changes_nothing(start, changes, threshold, chance: random.Random):
    before, after = histories(start, changes)
    shown = {key: c.value for key, c in suppress(before, ROWS, COLUMNS, threshold).items()}
    shuffled = dict(chance.sample(sorted(after.items()), len(after)))
    straight = suppress(after, ROWS, COLUMNS, threshold, [shown])
    assert suppress(shuffled, ROWS, COLUMNS, threshold, [dict(reversed(shown.items()))]) == straight


def row(**values):
    return {("a", column): value for column, value in values.items()} | {
        (other, column): 50 for other in ("b", "c") for column in COLUMNS
    }


def test_a_total_is_hidden_that_moved_by_one_while_its_cells_moved_by_many():
    _first, second = released([row(x=20, y=20, z=20), row(x=27, y=14, z=20)], 5)
    assert second["a", TOTAL].value is None
    assert solvable(second) == set()
    assert second["a", "x"].value is None or second["a", "y"].value is None


def test_a_total_that_did_not_move_gives_no_single_cell_away():
    _first, second = released([row(x=20, y=20, z=20), row(x=21, y=13, z=26)], 5)
    hidden = {column for column in COLUMNS if second["a", column].value is None}
    assert hidden > {"x"}


def test_figures_that_did_not_move_stay_shown():
    _first, second = released([row(x=20, y=20, z=20), row(x=21, y=20, z=20)], 5)
    assert hidden_in(second) == {("a", "x"), ("a", TOTAL), (TOTAL, "x"), (TOTAL, TOTAL)}


@pytest.mark.parametrize(("now", "value"), [(21, None), (24, None), (25, 25), (15, 15), (16, None)])
def test_a_difference_is_hidden_below_the_threshold(now, value):
    _first, second = released([row(x=20, y=20, z=20), row(x=now, y=20, z=20)], 5)
    assert second["a", "x"].value == value


def test_every_earlier_release_counts_not_the_last_alone():
    third = released([row(x=20, y=9, z=9), row(x=30, y=9, z=9), row(x=21, y=9, z=9)], 5)[-1]
    assert third["a", "x"].value is None


def test_a_line_that_an_earlier_release_did_not_list_held_nothing():
    before = {key: c.value for key, c in suppress({("a", "x"): 9}, ("a",), ("x",), 5).items()}
    now = suppress({("a", "x"): 9, ("b", "y"): 7}, ROWS, COLUMNS, 5, [before])
    assert (now["b", "y"].value, now["a", "x"].value) == (7, 9)
