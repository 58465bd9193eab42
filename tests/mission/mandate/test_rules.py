from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.mandate.rules import check_paragraph, covers, last_day
from oversight.authority.rules import RuleBroken

FIRST = (date(2023, 10, 2), date(2024, 10, 2))
SECOND = (date(2024, 10, 2), date(2025, 10, 2))
OPEN = (date(2025, 10, 2), None)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2023, 10, 1), date(2023, 10, 1), False),
        (date(2023, 10, 2), date(2023, 10, 2), True),
        (date(2024, 10, 2), date(2024, 10, 2), True),
        (date(2024, 10, 3), date(2024, 10, 3), False),
        (date(2023, 1, 1), date(2023, 10, 2), True),
        (date(2024, 10, 2), date(2025, 1, 1), True),
        (date(2023, 1, 1), date(2025, 1, 1), True),
    ],
)
def test_covers_counts_both_ends(start, end, expected):
    assert covers([FIRST], start, end) is expected


def test_covers_a_day_of_a_prolongation():
    assert covers([FIRST, SECOND], date(2025, 9, 1), date(2025, 9, 1))


def test_covers_nothing_without_a_period():
    assert not covers([], date(2025, 9, 1), date(2025, 9, 1))


def test_an_open_period_has_no_last_day():
    assert covers([OPEN], date(2030, 1, 1), date(2030, 1, 1))
    assert last_day([FIRST, OPEN]) is None
    assert last_day([FIRST, SECOND]) == date(2025, 10, 2)


@given(DAYS, DAYS, DAYS, DAYS)
def test_covers_is_having_a_day_in_common(a, b, c, d):
    begins, ends = sorted((a, b))
    start, end = sorted((c, d))
    assert covers([(begins, ends)], start, end) == (max(begins, start) <= min(ends, end))


@pytest.mark.parametrize(
    ("paragraph", "status", "source", "pointer"),
    [
        ("7", "verified_primary", "", "/paragraph_source"),
        ("", "verified_secondary", "official PDF", "/paragraph"),
        ("7", "sure", "official PDF", "/paragraph_status"),
    ],
)
def test_a_checked_number_is_refused_without_number_or_source(paragraph, status, source, pointer):
    with pytest.raises(RuleBroken) as refusal:
        check_paragraph(paragraph, status, source)
    assert refusal.value.pointer == pointer


def test_an_unchecked_number_needs_no_source():
    check_paragraph("7", "unverified", "")
