"""The working-day calendar, and when a clock warns, is due and escalates. Pure."""

from calendar import monthrange
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from oversight.deadlines.choices import ChangeKind, Stage, Unit

ZONE = ZoneInfo("America/Port-au-Prince")
END_OF_DAY = time(23, 59, 59)
SATURDAY = 5
ORDER = (Stage.WARNING, Stage.DUE, Stage.ESCALATION)


@cache
def _haiti() -> Container[date]:
    """Loaded when first asked: the package takes a second to import."""
    from holidays import country_holidays

    return country_holidays("HT")


def public_holidays(year: int, language: str) -> dict[date, str]:
    """The public holidays of Haiti in a year, by name, as the package knows them."""
    from holidays import country_holidays

    names = {"fr": "fr_HT", "ht": "ht", "en": "en_US"}
    found = country_holidays("HT", years=year, language=names.get(language, "en_US"))
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class WorkCalendar:
    """Haiti's public holidays, and the days the office itself added or works through."""

    off: Collection[date] = field(default_factory=frozenset)
    worked: Collection[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.off and day not in _haiti()

    def move(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it when negative)."""
        step = timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start`, up to and with `end`."""
        days = max((end - start).days, 0)
        return sum(self.is_working(start + timedelta(days=n + 1)) for n in range(days))


def local_day(at: datetime) -> date:
    """The day it is in Port-au-Prince."""
    return at.astimezone(ZONE).date()


def end_of(day: date) -> datetime:
    """The last second of a day in Port-au-Prince."""
    return datetime.combine(day, END_OF_DAY, ZONE).astimezone(UTC)


def _months_on(day: date, count: int) -> date:
    """The same day some months on; the last one of a month that is shorter."""
    total = day.year * 12 + day.month - 1 + count
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_after(start: datetime, amount: int, unit: str, calendar: WorkCalendar) -> datetime:
    """When something that takes `amount` of `unit` is due. Days end at the end of the day."""
    if unit == Unit.HOURS:
        return start + timedelta(hours=amount)
    return end_of(_day_after(local_day(start), amount, unit, calendar))


def moved(at: datetime, amount: int, unit: str, calendar: WorkCalendar) -> datetime:
    """An instant moved by an amount (negative: back), keeping the time of day in Port-au-Prince."""
    if unit == Unit.HOURS:
        return at + timedelta(hours=amount)
    local = at.astimezone(ZONE)
    day = _day_after(local.date(), amount, unit, calendar)
    return datetime.combine(day, local.time(), ZONE).astimezone(UTC)


def _day_after(day: date, amount: int, unit: str, calendar: WorkCalendar) -> date:
    if unit == Unit.WORKING_DAYS:
        return calendar.move(day, amount)
    if unit == Unit.MONTHS:
        return _months_on(day, amount)
    return day + timedelta(days=amount)


def after_pause(
    due: datetime, paused: datetime, resumed: datetime, unit: str, calendar: WorkCalendar
) -> datetime:
    """The due instant once a pause is taken out. A clock that was overdue stays overdue."""
    if paused >= due:
        return due
    if unit == Unit.HOURS:
        return due + (resumed - paused)
    lost = (local_day(resumed) - local_day(paused)).days
    if unit == Unit.WORKING_DAYS:
        lost = calendar.between(local_day(paused), local_day(resumed))
        return moved(due, lost, unit, calendar)
    return moved(due, lost, Unit.CALENDAR_DAYS, calendar)


@dataclass(frozen=True)
class Change:
    """One thing that happened to a clock: paused, resumed, extended to `due`."""

    kind: str
    at: datetime
    due: datetime


def replayed(
    start: datetime, amount: int, unit: str, story: Iterable[Change], calendar: WorkCalendar
) -> datetime:
    """When a clock is due that started then and went through all this, by this calendar.

    What people agreed on (an extension) stands; what rules or calendars moved is worked out again.
    """
    due = due_after(start, amount, unit, calendar)
    paused: datetime | None = None
    for change in story:
        if change.kind == ChangeKind.PAUSED:
            paused = change.at
        elif change.kind == ChangeKind.RESUMED and paused is not None:
            due, paused = after_pause(due, paused, change.at, unit, calendar), None
        elif change.kind == ChangeKind.EXTENDED:
            due = change.due
    return due


def latest_extension(
    due: datetime, now: datetime, amount: int | None, unit: str, calendar: WorkCalendar
) -> datetime | None:
    """Until when a clock may be extended, from its due day or, when that has passed, from today."""
    if amount is None:
        return None
    return end_of(local_day(moved(max(due, now), amount, unit, calendar)))


@dataclass(frozen=True)
class Marks:
    """The instants at which a clock speaks; None where its rule says nothing."""

    warning: datetime | None
    due: datetime
    escalation: datetime | None

    def items(self) -> list[tuple[Stage, datetime]]:
        pairs = zip(ORDER, (self.warning, self.due, self.escalation), strict=True)
        return [(stage, at) for stage, at in pairs if at is not None]


def pending(done: str, marks: Marks) -> list[tuple[Stage, datetime]]:
    """The stages still to come, in order."""
    passed = ORDER.index(Stage(done)) + 1 if done else 0
    return [(stage, at) for stage, at in marks.items() if ORDER.index(stage) >= passed]


def reached(done: str, marks: Marks, now: datetime) -> list[Stage]:
    """The stages to speak of now. Nobody is warned of what is already overdue."""
    stages = [stage for stage, at in pending(done, marks) if at <= now]
    return [s for s in stages if s != Stage.WARNING or Stage.DUE not in stages]


def next_instant(done: str, marks: Marks) -> datetime | None:
    """When the sweep has to look at the clock again."""
    return min((at for _, at in pending(done, marks)), default=None)


RETRY_MINUTES = (1, 5, 15, 60, 240, 720, 1440)


def retry_at(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many attempts; None is never."""
    if attempts > len(RETRY_MINUTES):
        return None
    return now + timedelta(minutes=RETRY_MINUTES[attempts - 1])


def parse_instant(text: str) -> datetime:
    """An ISO instant; without a zone it is Port-au-Prince, without a time the end of the day.

    Raises ValueError.
    """
    if "T" not in text and " " not in text.strip():
        return end_of(date.fromisoformat(text.strip()))
    at = datetime.fromisoformat(text.strip())
    return at if at.tzinfo else at.replace(tzinfo=ZONE)
