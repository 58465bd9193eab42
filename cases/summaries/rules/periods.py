"""Quarters and cut-offs."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

UNKNOWN = "unknown"
# Quarters in which nothing happened are still listed, this far back from the cut-off at the most.
FILLED = 40
# The day Security Council resolution 2699 (2023) was adopted: nothing can be counted before it.
MANDATE_BEGAN = date(2023, 10, 2)


def quarter_code(year: int | None, quarter: int | None) -> str:
    """`2024-Q3`, or `unknown`."""
    return f"{year:04}-Q{quarter}" if year and quarter else UNKNOWN


def quarter_of(day: date) -> str:
    return quarter_code(day.year, (day.month + 2) // 3)


def quarter_of_range(
    first: tuple[int | None, int | None], last: tuple[int | None, int | None]
) -> str:
    """The quarter a range of days lies in; `unknown` when it has no date or touches two quarters.

    Both ends are (year, quarter); a range without an end is one day.
    """
    end = last if last[0] else first
    return quarter_code(*first) if first == end else UNKNOWN


def next_quarter(code: str) -> str:
    year, quarter = int(code[:4]), int(code[-1])
    return quarter_code(year + quarter // 4, quarter % 4 + 1)


def last_complete_quarter(cutoff: date) -> str:
    """The last quarter that had ended by the close of the cut-off day."""
    tomorrow = cutoff + timedelta(days=1)
    start = date(tomorrow.year, 3 * ((tomorrow.month - 1) // 3) + 1, 1)
    return quarter_of(start - timedelta(days=1))


def ends_a_quarter(day: date) -> bool:
    return last_complete_quarter(day) == quarter_of(day)


def quarters_up_to(cutoff: date, found: Iterable[str]) -> list[str]:
    """The quarters of a table in order: no gap before the cut-off, `unknown` last if present."""
    present = set(found)
    known = sorted(present - {UNKNOWN})
    code = end = quarter_of(cutoff)
    if known:
        floor = f"{max(1, int(end[:4]) - FILLED // 4):04}-Q{end[-1]}"
        code = min(end, max(known[0], floor))
    while code <= end:
        present.add(code)
        code = next_quarter(code)
    return sorted(present - {UNKNOWN}) + ([UNKNOWN] if UNKNOWN in present else [])


def closing(cutoff: date, zone: tzinfo) -> datetime:
    """The instant at which the cut-off day ends: what came before it is counted."""
    return datetime.combine(cutoff + timedelta(days=1), time.min, tzinfo=zone)
