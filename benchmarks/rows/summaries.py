"""Released figures pulled by an analyst's program."""

from typing import Any

from benchmarks.measuring import RATE, Bench, Goal, Row

ADDRESS = "/api/v1/summaries/latest/reports-by-department-and-quarter/"


def summary(bench: Bench, n: int) -> None:
    bench.api("ngo_token").get(ADDRESS)


def unchanged(bench: Bench, n: int) -> None:
    client = bench.api("ngo_token")
    known = bench.own.__dict__
    if "tag" not in known:
        client.get(ADDRESS)
        known["tag"] = client.header("ETag")
    client.get(ADDRESS, If_None_Match=known["tag"])
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
