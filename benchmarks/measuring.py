"""What is measured, and how: one row is one question beside its floor, asked in turns."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection

from benchmarks.clients import Client

TIME, RATE, VALUE = "time", "rate", "value"
COUNTED = 10


@dataclass(frozen=True)
class Goal:
    """Met when one of the limits holds; nothing set: the row is for information."""

    at_most: float | None = None
    times_floor: float | None = None
    at_least: float | None = None
    share_of_floor: float | None = None
    statements: int | None = None


@dataclass
class Bench:
    """One run: servers, sign-ins, what the database holds."""

    facts: dict[str, Any]
    port: int
    bare_port: int
    server: int
    db: "Connection[Any]"
    own: threading.local = field(default_factory=threading.local)

    def _client(self, name: str, port: int, **headers: str) -> Client:
        """Each thread has connections of its own."""
        clients = self.own.__dict__.setdefault("clients", {})
        if name not in clients:
            clients[name] = Client(port, **headers)
        client: Client = clients[name]
        return client

    def api(self, who: str = "token") -> Client:
        return self._client(who, self.port, Authorization=f"Bearer {self.facts[who]}")

    @property
    def admin(self) -> Client:
        cookie = f"sessionid={self.facts['session']}; csrftoken={'c' * 32}"
        return self._client("admin", self.port, Cookie=cookie, X_CSRFToken="c" * 32)

    @property
    def bare(self) -> Client:
        return self._client("bare", self.bare_port)

    def sql(self, text: str, values: Any = ()) -> list[Any]:
        return self.db.execute(text, values).fetchall()


Ask = Callable[[Bench, int], Any]


@dataclass(frozen=True)
class Row:
    """One line of the results.

    `ask(bench, n)` is one request, the n-th; `floor(bench, n)` the same question without the product.
    `before` is run before each request and not timed. `record` asks the same inside this process, so
    that its statements can be run again as a floor (benchmarks/replays.py). A row of the kind RATE is
    asked by `clients` at once for some seconds; one of the kind VALUE gives a number in `unit`.
    `per`: how many things one request handles, where the figure is for one of them.
    """

    name: str
    title: str
    ask: Ask
    floor: Ask | None = None
    floor_is: str = ""
    goal: Goal = Goal()
    kind: str = TIME
    unit: str = "ms"
    requests: int = 60
    clients: int = 1
    seconds: float = 6.0
    before: Ask | None = None
    record: Callable[[Any, dict[str, Any]], Any] | None = None
    counts_statements: bool = True


@dataclass(frozen=True)
class Figure:
    """What came of one row."""

    row: Row
    value: float
    p95: float | None = None
    floor: float | None = None
    statements: float | None = None
    number: int = 1

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    def verdict(self, scale: float = 1.0) -> str:
        """`met`, `missed`, or nothing where no goal is set; `scale` widens the limits."""
        goal, ratio = self.row.goal, self.ratio
        limits = [
            goal.at_most is not None and self.value <= goal.at_most * scale,
            bool(goal.times_floor and ratio and ratio <= goal.times_floor * scale),
            goal.at_least is not None and self.value >= goal.at_least / scale,
            bool(goal.share_of_floor and ratio and ratio >= goal.share_of_floor / scale),
        ]
        timed = (goal.at_most, goal.times_floor, goal.at_least, goal.share_of_floor)
        fast = any(limits) or not any(timed)
        few = goal.statements is None or (self.statements or 0) <= goal.statements
        if not any(timed) and goal.statements is None:
            return ""
        return "met" if fast and few else "missed"


def _timed(ask: Ask, bench: Bench, n: int) -> float:
    started = time.perf_counter()
    ask(bench, n)
    return (time.perf_counter() - started) * 1000


def _p95(samples: list[float]) -> float:
    return sorted(samples)[min(len(samples) - 1, int(len(samples) * 0.95))]


def measure(row: Row, bench: Bench, requests: int | None = None) -> Figure:
    """One row; product and floor take turns, so that a busy machine slows both."""
    number = min(requests or row.requests, row.requests)
    if row.kind == VALUE:
        return Figure(row, float(row.ask(bench, 0)))
    if row.kind == RATE:
        return _rate(row, bench, row.seconds if requests is None else 0.5)
    samples, floors = [], []
    for n in range(-min(3, number), number):
        if row.before:
            row.before(bench, n)
        bench.api().ready()
        took = _timed(row.ask, bench, n)
        least = _timed(row.floor, bench, n) if row.floor else 0.0
        if n >= 0:
            samples.append(took)
            floors.append(least)
    return Figure(
        row,
        statistics.median(samples),
        _p95(samples),
        statistics.median(floors) if row.floor else None,
        statements_of(row, bench) if row.counts_statements else None,
        number,
    )


def _rate(row: Row, bench: Bench, seconds: float) -> Figure:
    """The median of three turns, each beside a turn of the floor."""
    turns = [
        (
            _together(row.ask, bench, row.clients, seconds / 3),
            _together(row.floor, bench, row.clients, seconds / 3) if row.floor else 0.0,
        )
        for _turn in range(3)
    ]
    floor = statistics.median(least for _rate, least in turns) if row.floor else None
    return Figure(row, statistics.median(rate for rate, _least in turns), None, floor, number=3)


def _together(ask: Ask, bench: Bench, clients: int, seconds: float) -> float:
    """Requests a second of so many clients at once."""
    counts: list[int] = [0] * clients
    end = time.monotonic() + seconds
    numbers = _numbers()

    def work(place: int) -> None:
        while time.monotonic() < end:
            ask(bench, next(numbers))
            counts[place] += 1

    threads = [threading.Thread(target=work, args=(place,)) for place in range(clients)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - started)


def _numbers() -> Iterator[int]:
    lock, number = threading.Lock(), 0

    class Numbers:
        def __iter__(self) -> Any:
            return self

        def __next__(self) -> int:
            nonlocal number
            with lock:
                number += 1
                return number

    return Numbers()


def statements_of(row: Row, bench: Bench) -> float:
    """Statements one request runs, as the server counts them; BEGIN and COMMIT are none."""
    if row.before:
        row.before(bench, 0)
    bench.sql("SELECT pg_stat_statements_reset()")
    times = COUNTED if row.requests >= COUNTED else 1
    for n in range(times):
        row.ask(bench, n)
    found = bench.sql(
        "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements"
        " WHERE query !~* '^(begin|commit|rollback)' AND query NOT LIKE '%%pg_stat_statements%%'"
        # The server's own look-ups for foreign keys are sent by nobody.
        " AND query NOT LIKE 'SELECT $_ FROM ONLY %%' AND query NOT LIKE 'SELECT 1 FROM ONLY %%'"
    )
    return float(found[0][0]) / times
