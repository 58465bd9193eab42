"""One run from the servers to the table."""

from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from benchmarks import results, servers
from benchmarks.measuring import Bench, Figure, Row, measure
from benchmarks.profiling import profile
from benchmarks.recording import record_all
from benchmarks.rows import ROWS, chosen
from benchmarks.world import loading


def say(text: str) -> None:
    print(text)


def run(
    *,
    rows: int,
    only: str = "",
    requests: int | None = None,
    note: str = "",
    write: bool = True,
    keep: bool = False,
) -> list[Figure]:
    """Fill once, serve, ask, write down, take everything away unless it is to be kept."""
    with servers.brought_up(Path(settings.VAR_DIR), keep=keep):
        return _measured(rows, only, requests, note, write)


def _measured(rows: int, only: str, requests: int | None, note: str, write: bool) -> list[Figure]:
    facts = loading.ensure(rows, say)
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    call_command("collectstatic", interactive=False, verbosity=0)
    record_all(list(ROWS), facts)
    figures = _serve(chosen(only), facts, requests)
    if write:
        say(results.append(figures, rows, note, _profiles(figures, facts)))
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


def _profiles(figures: list[Figure], facts: dict[str, Any]) -> dict[str, str]:
    """Where the time goes in the rows that missed their goal."""
    scale = results.scale_of(int(facts["rows"]))
    missed = [figure.row for figure in figures if figure.verdict(scale) == "missed"]
    with _raw() as db:
        found = {row.name: profile(row, facts, db) for row in missed}
    return {name: text for name, text in found.items() if text}


def _raw() -> "psycopg.Connection[Any]":
    """A connection without Django."""
    values = connection.get_connection_params()
    known = {
        key: values[key] for key in ("host", "port", "user", "password", "dbname") if key in values
    }
    return psycopg.connect(**known, autocommit=True)
