"""Bodies of reports as a program sends them."""

from typing import Any

BODY: dict[str, Any] = {
    "occurred_from": "2025-03-02",
    "occurred_to": None,
    "date_precision": "day",
    "time_of_day": None,
    "place": "HT0111",
    "place_as_told": "toupre mache a",
    "narrative": "Yo te frape yon moun nan lari a.",
    "types": ["assault"],
    "provisions": [],
    "source": {"type": "witness_testimony", "reliability": "F", "credibility": "6"},
    "consent": {"state": "given", "grants": ["internal_only"]},
}


def body(**changes: Any) -> dict[str, Any]:
    """A good body with some fields changed; None removes a field."""
    changed = {**BODY, **changes}
    return {name: value for name, value in changed.items() if value is not ...}
