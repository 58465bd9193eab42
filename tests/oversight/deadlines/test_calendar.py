"""The working-day calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight.deadlines.choices import Stage, Unit
from oversight.deadlines.rules import (
    Marks,
    WorkCalendar,
    after_pause,
    due_after,
    local_day,
    moved,
    next_instant,
    parse_instant,
    reached,
)
from tests.oversight.deadlines.conftest import at

PLAIN = WorkCalendar()
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-12-31", 1, "2027-01-04"),  # Independence, Ancestors, a weekend
        ("2026-10-16", 1, "2026-10-19"),  # Dessalines on a Saturday moves nothing
        ("2026-02-13", 1, "2026-02-18"),  # Carnival
        ("2026-11-17", 1, "2026-11-19"),  # Vertières
        ("2026-09-11", -5, "2026-09-04"),
        ("2026-09-12", 0, "2026-09-12"),
    ],
)
def test_steps_over_weekends_and_the_holidays_of_haiti(start, count, end):
    assert PLAIN.move(date.fromisoformat(start), count) == date.fromisoformat(end)


def test_the_office_adds_days_off_and_days_of_work():
    friday = date(2026, 9, 11)
    assert WorkCalendar(off={date(2026, 9, 14)}).move(friday, 1) == date(2026, 9, 15)
    assert WorkCalendar(worked={date(2026, 9, 12)}).move(friday, 1) == date(2026, 9, 12)
    assert WorkCalendar(worked={date(2026, 11, 18)}).is_working(date(2026, 11, 18))


@given(DAYS, st.integers(1, 60))
def test_moving_and_counting_agree(day, count):
    end = PLAIN.move(day, count)
    assert PLAIN.is_working(end)
    assert PLAIN.between(day, end) == count


@pytest.mark.parametrize(
    ("amount", "unit", "due"),
    [
        (24, Unit.HOURS, "2026-01-31T22:30:00"),
        (3, Unit.CALENDAR_DAYS, "2026-02-02T23:59:59"),
        (1, Unit.WORKING_DAYS, "2026-02-02T23:59:59"),
        (1, Unit.MONTHS, "2026-02-28T23:59:59"),
        (13, Unit.MONTHS, "2027-02-28T23:59:59"),
    ],
)
def test_what_starts_late_in_the_evening_counts_from_that_day_in_port_au_prince(amount, unit, due):
    # 22:30 there is already the next day in UTC.
    assert due_after(at("2026-01-30T22:30"), amount, unit, PLAIN) == at(due)


def test_hours_are_hours_over_the_change_of_the_clock():
    before = at("2026-03-07T12:00")
    assert due_after(before, 24, Unit.HOURS, PLAIN) - before == timedelta(hours=24)
    assert local_day(moved(before, 1, Unit.CALENDAR_DAYS, PLAIN)) == date(2026, 3, 8)


@given(
    INSTANTS,
    INSTANTS,
    INSTANTS,
    st.sampled_from([Unit.HOURS, Unit.CALENDAR_DAYS, Unit.WORKING_DAYS]),
)
def test_a_pause_never_makes_a_clock_due_sooner(due, paused, resumed, unit):
    paused, resumed = sorted((paused, resumed))
    assert after_pause(due, paused, resumed, unit, PLAIN) >= due.replace(microsecond=0)


def test_stages_come_in_order_and_once():
    marks = Marks(at("2026-01-01T00:00"), at("2026-01-05T00:00"), at("2026-01-09T00:00"))
    assert reached("", marks, at("2026-01-02T00:00")) == [Stage.WARNING]
    assert reached("warning", marks, at("2026-01-02T00:00")) == []
    assert reached("", marks, at("2026-01-10T00:00")) == [Stage.DUE, Stage.ESCALATION]
    assert next_instant("warning", marks) == marks.due
    assert next_instant("escalation", marks) is None
    assert next_instant("due", Marks(None, marks.due, None)) is None


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-10-01", "2026-10-01T23:59:59"),
        ("2026-10-01T08:00", "2026-10-01T08:00:00"),
        ("2026-10-01 08:00:30", "2026-10-01T08:00:30"),
        ("2026-10-01T12:00:00Z", "2026-10-01T08:00:00"),
        ("2026-10-01T12:00:00+00:00", "2026-10-01T08:00:00"),
    ],
)
def test_an_instant_without_zone_is_of_port_au_prince(text, instant):
    assert parse_instant(text) == at(instant)
