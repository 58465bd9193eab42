"""How far a date is known, and the days it may mean."""

from calendar import monthrange
from datetime import date

from cases.reports.choices import DatePrecision

Period = tuple[date, date]
# Months in one step of each precision. A season is a calendar quarter, so it never spans two years.
MONTHS = {DatePrecision.MONTH: 1, DatePrecision.SEASON: 3, DatePrecision.YEAR: 12}


def _whole(precision: str, day: date) -> Period:
    """The whole month, season or year around a day; the day itself when it is known."""
    if precision == DatePrecision.DAY:
        return day, day
    months = MONTHS[DatePrecision(precision)]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])


def period_of(precision: str, start: date | None, end: date | None) -> Period | None:
    """Every day the incident may have happened on, both ends included; None when not known."""
    if precision == DatePrecision.UNKNOWN or start is None:
        return None
    return _whole(precision, start)[0], _whole(precision, end or start)[1]


def begins_after(precision: str, day: date, today: date) -> bool:
    """Whether even the first day meant lies in the future."""
    return _whole(precision, day)[0] > today
