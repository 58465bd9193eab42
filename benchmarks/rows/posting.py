"""A report arrives: checked, kept, its clock started, its event written."""

import json
import uuid
from typing import Any

from benchmarks.measuring import RATE, Bench, Goal, Row

NARRATIVE = (
    "Yon patwouy kanpe yon bis nan kalfou a vè sizè, yo kenbe yon pasaje. Yo pa montre okenn papye. "
    "Fanmi li ale nan komisarya a, yo di yo pa konnen anyen. Twa lòt moun te wè sa k te pase a."
)


def body() -> dict[str, Any]:
    """A whole report under a new id."""
    return {
        "id": str(uuid.uuid4()),
        "narrative": NARRATIVE,
        "types": ["arbitrary_arrest", "no_record_of_detention"],
        "occurred_from": "2026-10-01",
        "date_precision": "day",
        "place": "HT0111",
        "place_as_told": "kalfou a",
        "provisions": ["sres-2793-arrest-detention"],
        "language": "ht",
        "persons": [
            {"role": "victim", "number": 1, "age_band": "25-34"},
            {"role": "perpetrator", "affiliation": "mission_personnel", "contingent": "KE"},
        ],
        "source": {
            "type": "witness_testimony",
            "connection": "direct",
            "contact": "+509 3000 0000",
        },
        "consent": {"state": "given", "grants": ["internal_only"]},
    }


def post(bench: Bench, n: int) -> None:
    bench.api("monitor_token").post(
        "/api/v1/reports/", json.dumps(body()).encode(), "application/json"
    )


def record(client: Any, facts: dict[str, Any]) -> Any:
    return client.api(facts["monitor_token"], "/api/v1/reports/", body())


def bare_post(bench: Bench, n: int) -> None:
    bench.bare.post("/bare/post/", json.dumps(body()).encode(), "application/json")


FLOOR = "bare DRF view, same statements"
ROWS = (
    Row(
        "post",
        "a report is filed (API), one client",
        post,
        bare_post,
        FLOOR,
        Goal(times_floor=3, statements=10),
        requests=100,
        record=record,
    ),
    Row(
        "post-4",
        "reports filed by four clients at once",
        post,
        bare_post,
        FLOOR,
        Goal(share_of_floor=0.6),
        kind=RATE,
        unit="/s",
        clients=4,
        seconds=24,
        record=record,
    ),
)
