"""One run from the servers to the table."""

from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from benchmarks import results, servers
from benchmarks.measuring import Bench, Figure, Row, measure
from benchmarks.recording import record_all
from benchmarks.rows import ROWS, chosen
from benchmarks.world import loading


def say(text: str) -> None:
    print(text)  # noqa: T201 - the benchmark speaks to a terminal


def run(
    *, rows: int, only: str = "", requests: int | None = None, note: str = "", write: bool = True
) -> list[Figure]:
    """Fill once, serve, ask, write down."""
    servers.bring_up(Path(settings.VAR_DIR))
    facts = loading.ensure(rows, say)
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    call_command("collectstatic", interactive=False, verbosity=0)
    record_all(list(ROWS), facts)
    figures = _serve(chosen(only), facts, requests)
    if write:
        say(results.append(figures, rows, note))
    else:
        say(results.table(figures, rows))
    return figures


def _serve(rows: list[Row], facts: dict[str, Any], requests: int | None) -> list[Figure]:
    connections.close_all()  # gunicorn forks nothing of ours, and each row begins fresh
    figures = []
    with (
        servers.serving(settings, "config.wsgi", "benchmarks.settings") as (port, pid),
        servers.serving(settings, "benchmarks.bare_wsgi", "benchmarks.bare_settings") as (
            bare,
            _pid,
        ),
        _raw() as db,
    ):
        bench = Bench(facts, port, bare, pid, db)
        for row in rows:
            figure = measure(row, bench, requests)
            say(results.line(figure, results.scale_of(int(facts["rows"]))))
            figures.append(figure)
    return figures


def _raw() -> "psycopg.Connection[Any]":
    """A connection without Django."""
    values = connection.get_connection_params()
    known = {
        key: values[key] for key in ("host", "port", "user", "password", "dbname") if key in values
    }
    return psycopg.connect(**known, autocommit=True)
