"""The page of one case, as a reviewer opens it."""

from typing import Any

from benchmarks.measuring import Bench, Goal, Row
from benchmarks.recording import scripts
from benchmarks.replays import run


def case_page(bench: Bench, n: int) -> None:
    cases = bench.facts["cases"]
    bench.admin.get(f"/admin/cases/case/{cases[n % len(cases)]}/change/")


def record(client: Any, facts: dict[str, Any]) -> Any:
    return client.admin(f"/admin/cases/case/{facts['cases'][0]}/change/")


def bare_page(bench: Bench, n: int) -> None:
    run(scripts()["case-page"])


ROWS = (
    Row(
        "case-page",
        "the page of a case (admin)",
        case_page,
        bare_page,
        "its statements, run bare",
        Goal(at_most=15, statements=12),
        record=record,
    ),
)
