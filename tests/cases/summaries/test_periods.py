"""Quarters and cut-offs."""

from datetime import date
from zoneinfo import ZoneInfo

from cases.summaries.rules.periods import (
    closing,
    last_complete_quarter,
    next_quarter,
    quarter_of,
    quarter_of_range,
    quarters_up_to,
)


def test_quarter_of_a_day_is_the_calendar_quarter():
    days = (date(2024, 1, 1), date(2024, 3, 31), date(2024, 4, 1), date(2024, 12, 31))
    assert [quarter_of(d) for d in days] == ["2024-Q1", "2024-Q1", "2024-Q2", "2024-Q4"]
    assert next_quarter("2024-Q4") == "2025-Q1"


def test_range_within_a_quarter_has_it_and_any_other_is_unknown():
    assert quarter_of_range((2024, 3), (None, None)) == "2024-Q3"
    assert quarter_of_range((2024, 3), (2024, 3)) == "2024-Q3"
    assert quarter_of_range((2024, 3), (2024, 4)) == "unknown"
    assert quarter_of_range((2024, 3), (2025, 3)) == "unknown"
    assert quarter_of_range((None, None), (None, None)) == "unknown"


def test_last_complete_quarter_ends_on_the_cutoff_at_the_latest():
    assert last_complete_quarter(date(2026, 9, 30)) == "2026-Q3"
    assert last_complete_quarter(date(2026, 9, 29)) == "2026-Q2"
    assert last_complete_quarter(date(2026, 1, 1)) == "2025-Q4"


def test_quarters_are_listed_without_gaps_and_unknown_last():
    cutoff = date(2025, 5, 1)
    assert quarters_up_to(cutoff, ["unknown", "2024-Q3"]) == [
        "2024-Q3",
        "2024-Q4",
        "2025-Q1",
        "2025-Q2",
        "unknown",
    ]
    assert quarters_up_to(cutoff, []) == ["2025-Q2"]
    assert quarters_up_to(cutoff, ["unknown"]) == ["2025-Q2", "unknown"]


def test_one_very_old_quarter_does_not_fill_a_century():
    listed = quarters_up_to(date(2025, 5, 1), ["1915-Q3", "2025-Q1"])
    assert listed[0] == "1915-Q3"
    assert len(listed) == 42


def test_a_quarter_after_the_cutoff_is_listed_too():
    assert quarters_up_to(date(2025, 5, 1), ["2025-Q4"]) == ["2025-Q2", "2025-Q4"]


def test_cutoff_day_closes_at_midnight_in_port_au_prince():
    zone = ZoneInfo("America/Port-au-Prince")
    # Summer time: four hours behind UTC.
    assert closing(date(2026, 9, 30), zone).astimezone(ZoneInfo("UTC")).isoformat() == (
        "2026-10-01T04:00:00+00:00"
    )
