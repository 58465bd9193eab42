"""How long a result counts."""

import calendar
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is none (31 January)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_valid_day(day: date, months: int | None) -> date | None:
    """The last day on which something that began that day counts; None is for ever."""
    return months_after(day, months) - ONE_DAY if months else None


def until(expires_on: date | None, next_from: date | None) -> date | None:
    """The last day that counts: when it expires, or the day before a later one takes its place."""
    ends = [day for day in (expires_on, next_from and next_from - ONE_DAY) if day]
    return min(ends) if ends else None
