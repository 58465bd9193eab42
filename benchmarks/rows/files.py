"""A list leaves as CSV."""

import threading
import time
from typing import Any
from urllib.parse import urlencode

from benchmarks.measuring import VALUE, Bench, Goal, Row
from benchmarks.rows.lists import OPEN
from benchmarks.servers import memory_of, workers_of

FORM = urlencode({"format": "csv", "reason": "Benchmark.", "csrfmiddlewaretoken": "c" * 32})
COPY = """
    COPY (SELECT c.reference, c.opened_at, c.updated_at, c.closed_at, c.status, c.track, c.severity,
        p.pcode, p.name_fr, (SELECT string_agg(u.name, ', ') FROM cases_caseaccess a
            JOIN oversight_user u ON u.id = a.user_id
            WHERE a.case_id = c.id AND a.ended_at IS NULL AND a.kind <> 'recused'),
        (SELECT min(d.due_at) FROM oversight_deadline d WHERE d.subject_label = 'cases.case'
            AND d.subject_id = c.id AND d.met_at IS NULL AND d.cancelled_at IS NULL)
        FROM cases_case c LEFT JOIN mission_place p ON p.id = c.place_id
        WHERE c.track = ANY(%s) AND c.opened_at >= %s AND NOT EXISTS (
            SELECT 1 FROM cases_caseaccess a WHERE a.case_id = c.id AND a.user_id = %s
            AND a.kind = 'recused' AND a.ended_at IS NULL)
        ORDER BY c.updated_at DESC, c.id DESC) TO STDOUT (FORMAT csv)"""
GROWTH = 10


def take_out(bench: Bench, **narrowing: str) -> bytes:
    query = urlencode({"tab": "all"} | narrowing)
    return bench.admin.post(
        f"/admin/cases/case/take-out/?{query}", FORM.encode(), "application/x-www-form-urlencoded"
    )


def csv_10_000(bench: Bench, n: int) -> bytes:
    return take_out(bench, opened_from=bench.facts["csv_since"])


def bare_copy(bench: Bench, n: int) -> None:
    since = f"{bench.facts['csv_since']} 00:00-05"
    me = bench.facts["people"]["reviewer"][0]
    with bench.db.cursor() as cursor, cursor.copy(COPY, (OPEN, since, me)) as source:
        for _block in source:
            pass


def growth(bench: Bench, n: int) -> float:
    """By how many megabytes the workers grew while the CSV of every visible case left."""
    pids = workers_of(bench.server)
    before = sum(memory_of(pid)["private"] for pid in pids)
    most, done = [before], threading.Event()

    def watch() -> None:
        while not done.is_set():
            most.append(sum(memory_of(pid)["private"] for pid in pids))
            time.sleep(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        take_out(bench)
    finally:
        done.set()
        watcher.join()
    return max(most) - before


ROWS: tuple[Any, ...] = (
    Row(
        "csv",
        "CSV of 10,000 cases (admin)",
        csv_10_000,
        bare_copy,
        "COPY of the same columns",
        Goal(at_most=1000),
        requests=7,
    ),
    Row(
        "csv-memory",
        "growth of the workers while the CSV of all visible cases leaves",
        growth,
        goal=Goal(at_most=GROWTH),
        kind=VALUE,
        unit="MB",
    ),
)
