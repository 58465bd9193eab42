"""Released figures pulled by an analyst's program."""

from functools import cache
from typing import Any

from benchmarks.measuring import RATE, Bench, Goal, Row

ADDRESS = "/api/v1/summaries/latest/reports-by-department-and-quarter/"


def summary(bench: Bench, n: int) -> None:
    bench.api("ngo_token").get(ADDRESS)


@cache
def _tag(port: int, token: str) -> str:
    from benchmarks.clients import Client

    client = Client(port, Authorization=f"Bearer {token}")
    client.get(ADDRESS)
    return client.header("ETag")


def unchanged(bench: Bench, n: int) -> None:
    client = bench.api("ngo_token")
    client.get(ADDRESS, If_None_Match=_tag(bench.port, bench.facts["ngo_token"]))
    if client.status != 304:
        raise RuntimeError(f"the figures should be unchanged: {client.status}")


def record(client: Any, facts: dict[str, Any]) -> Any:
    return client.api(facts["ngo_token"], ADDRESS)


def bare_summary(bench: Bench, n: int) -> None:
    bench.bare.get("/bare/summary/")


FLOOR = "bare DRF view, same statements and answer"
ROWS = (
    Row(
        "summary",
        "one released table (API)",
        summary,
        bare_summary,
        FLOOR,
        Goal(at_most=4),
        requests=100,
        record=record,
    ),
    Row(
        "summary-304",
        "the same, unchanged since the last time",
        unchanged,
        bare_summary,
        FLOOR,
        Goal(at_most=4),
        requests=100,
    ),
    Row(
        "summary-304-rate",
        "the same, four clients at once",
        unchanged,
        bare_summary,
        FLOOR,
        Goal(at_least=800),
        kind=RATE,
        unit="/s",
        clients=4,
        seconds=12,
    ),
)
