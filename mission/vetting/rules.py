"""Which concerns suspend, what happens when a clearance stops, how credibility is weighed."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from mission.vetting.choices import Factor, Gravity, Weight
from oversight.authority.rules import RuleBroken

LONGEST_NOTE = 500
# A concern of this gravity stops the clearance at once; others are weighed first.
SUSPENDING = frozenset({Gravity.GRAVE, Gravity.SERIOUS})

_on_suspension: list[Callable[..., Any]] = []


def register_on_suspension(stop: Callable[..., Any]) -> None:
    """`stop(personnel=, unit=, by=, now=)` runs in the transaction that stops a clearance."""
    if stop not in _on_suspension:
        _on_suspension.append(stop)


def on_suspension() -> tuple[Callable[..., Any], ...]:
    return tuple(_on_suspension)


def weighed(credibility: Any) -> dict[str, dict[str, str]]:
    """`{factor: {"weight", "note"}}`, checked."""
    found: dict[str, dict[str, str]] = {}
    for factor, entry in (credibility or {}).items():
        weight = str((entry or {}).get("weight", ""))
        if factor not in Factor.values or weight not in Weight.values:
            message = _("Choose a factor and what it means from the lists.")
            raise RuleBroken("unknown_factor", message, "/credibility")
        found[factor] = {"weight": weight, "note": str(entry.get("note", ""))[:LONGEST_NOTE]}
    return found
