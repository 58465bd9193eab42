"""What pages are made of, as plain values: the first page, due badges, bars of a chart."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


_home: list[str] = []


def register_home(url_name: str) -> None:
    """Where a person who is signed in starts; one slice says so in `AppConfig.ready()`."""
    _home[:] = [url_name]


def home_name() -> str | None:
    """The address name of that start, when a slice has named one."""
    return _home[0] if _home else None


@dataclass(frozen=True)
class DueBadge:
    """How one clock is shown. `kind` chooses the words, `tone` the shape and colour."""

    kind: str
    tone: str
    at: datetime


def due_badge(
    at: datetime | None,
    *,
    now: datetime,
    met_at: datetime | None = None,
    paused: bool = False,
    warn: timedelta = timedelta(days=3),
) -> DueBadge | None:
    """The badge of a clock that ends at `at`; both instants in the same time zone."""
    if at is None:
        return None
    if met_at is not None:
        return DueBadge("late", "due", met_at) if met_at > at else DueBadge("met", "done", met_at)
    if paused:
        return DueBadge("paused", "waiting", at)
    if at <= now:
        return DueBadge("overdue", "overdue", at)
    if at.date() == now.date():
        return DueBadge("today", "due", at)
    return DueBadge("soon", "due", at) if at - now <= warn else DueBadge("later", "neutral", at)


ROW = 56
LONGEST = 78  # per cent of the width; the rest holds the value
HATCHED = 12


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, how long it is, and the cell it shows."""

    label: Text
    value: int | None
    state: str
    label_y: int
    y: int
    value_y: int
    width: str

    @property
    def suppressed(self) -> bool:
        return self.state == "suppressed"


@dataclass(frozen=True)
class Chart:
    """A bar chart with the table under it. `key` keeps pattern ids apart on one page."""

    key: str
    title: Text
    note: Text
    label_heading: Text
    value_heading: Text
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        return ROW * len(self.bars)


def bars(rows: Sequence[tuple[Text, int | None, str]]) -> tuple[Bar, ...]:
    """Bars for (label, value, state) cells; a suppressed one has a fixed length, so tells nothing."""
    longest = max((value or 0 for _, value, state in rows if state != "suppressed"), default=0)
    return tuple(
        Bar(
            label,
            None if state == "suppressed" else value,
            state,
            label_y=index * ROW + 18,
            y=index * ROW + 25,
            value_y=index * ROW + 40,
            width=f"{_per_cent(value, state, longest):.2f}%",
        )
        for index, (label, value, state) in enumerate(rows)
    )


def _per_cent(value: int | None, state: str, longest: int) -> float:
    if state == "suppressed":
        return HATCHED
    return LONGEST * (value or 0) / longest if longest else 0


def chart(
    key: str,
    title: Text,
    rows: Iterable[tuple[Text, int | None, str]],
    *,
    label_heading: Text,
    value_heading: Text,
    note: Text = "",
) -> Chart:
    """A chart ready for `partials/bars.html`."""
    return Chart(key, title, note, label_heading, value_heading, bars(tuple(rows)))


@dataclass(frozen=True)
class PartialDate:
    """A date as far as it is known: a year, a month of it, or one day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> str:
        return "year" if self.month is None else "month" if self.day is None else "day"

    @property
    def exists(self) -> bool:
        """Whether the calendar has such a day."""
        return self.day is None or 1 <= self.day <= monthrange(self.year, self.month or 1)[1]

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


# Rows of one block of "your work".
SHOWN = 6


def shortened(title: Any, rows: list[dict[str, Any]], more_url: str) -> dict[str, Any]:
    """A block for `work_list.html`: the first few rows where another page has them all."""
    if len(rows) <= SHOWN or not more_url:
        return {"title": title, "rows": rows}
    return {"title": title, "rows": rows[:SHOWN], "more_url": more_url}
