"""The force: readiness on any day, the matrix of training, the roster."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from benchmarks.measuring import Bench, Goal, Row
from benchmarks.recording import scripts
from benchmarks.replays import run
from benchmarks.world.force import CAME, PEOPLE, roster
from mission.deployment.actions import import_roster

ROSTER = 2_500
# A day in the past, one on which much ends, one after everything ended.
DAYS = [(CAME + timedelta(days=days)).isoformat() for days in (60, 320, 500)]
STATES = "the statements, run bare"


def readiness(bench: Bench, n: int) -> None:
    bench.api("lead_token").get(f"/api/v1/readiness/?on={DAYS[n % len(DAYS)]}")


def record_readiness(client: Any, facts: dict[str, Any]) -> Any:
    return client.api(facts["lead_token"], f"/api/v1/readiness/?on={DAYS[0]}")


def matrix(bench: Bench, n: int) -> None:
    bench.api("lead_token").get("/api/v1/training/matrix/")


def record_matrix(client: Any, facts: dict[str, Any]) -> Any:
    return client.api(facts["lead_token"], "/api/v1/training/matrix/")


def bare(name: str) -> Any:
    return lambda bench, n: run(scripts()[name])


def roster_file() -> Path:
    return Path(settings.VAR_DIR) / "roster.csv"


def write_roster(bench: Bench, n: int) -> None:
    roster_file().write_text("\n".join(roster(ROSTER)) + "\n", encoding="utf-8")


def brought_in(bench: Bench, n: int) -> None:
    done = import_roster(path=roster_file())
    if done.created != ROSTER:
        raise RuntimeError(f"the roster: {done}")


def again(bench: Bench, n: int) -> None:
    done = import_roster(path=roster_file())
    if done.unchanged != ROSTER:
        raise RuntimeError(f"the roster again: {done}")


ROWS = (
    Row(
        "readiness",
        f"readiness of all units on a day, {PEOPLE:,} people × 8 schemes × 18 modules (API)",
        readiness,
        bare("readiness"),
        STATES,
        Goal(at_most=200),
        record=record_readiness,
    ),
    Row(
        "matrix",
        f"units × modules, {PEOPLE:,} people (API)",
        matrix,
        bare("matrix"),
        STATES,
        record=record_matrix,
    ),
    Row(
        "roster",
        f"a roster of {ROSTER:,} people nobody knew",
        brought_in,
        goal=Goal(at_most=30_000),
        requests=3,
        before=write_roster,
    ),
    Row(
        "roster-again",
        "the same roster again: nothing is written",
        again,
        requests=5,
    ),
)
