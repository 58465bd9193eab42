"""Service numbers as they are compared, codes of units, and who may stand above whom."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from oversight.authority.rules import RuleBroken

NUMBER_LENGTH = 40
CODE_LENGTH = 40


def service_number(text: str) -> str:
    """One spelling of a number: upper case, single blanks. Raises RuleBroken when none is left."""
    number = " ".join(str(text or "").split()).upper()
    if not number:
        raise RuleBroken(
            "number_missing", _("Enter the service number of the person."), "/service_number"
        )
    if len(number) > NUMBER_LENGTH or "\0" in number:
        raise RuleBroken(
            "number_too_long", _("This is too long for a service number."), "/service_number"
        )
    return number


def unit_code(text: str) -> str:
    """One spelling of a unit's code. Raises RuleBroken when none is left."""
    code = " ".join(str(text or "").split())
    if not code:
        raise RuleBroken("unit_missing", _("Enter the code of the unit."), "/unit")
    if len(code) > CODE_LENGTH or "\0" in code:
        raise RuleBroken("unit_too_long", _("This is too long for the code of a unit."), "/unit")
    return code


def goes_round(start: Any, above: Any, parents: Mapping[Any, Any]) -> bool:
    """Whether putting `start` under `above` would make it stand above itself."""
    seen = set()
    while above is not None and above not in seen:
        if above == start:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


# Filled by the slices above: what happens when a unit gets another commander.
_commander_changed: list[Callable[..., Any]] = []


def register_on_commander(change: Callable[..., Any]) -> None:
    """`change(unit=, by=, now=)` is called in the transaction that gives a unit another commander."""
    if change not in _commander_changed:
        _commander_changed.append(change)


def on_commander() -> tuple[Callable[..., Any], ...]:
    return tuple(_commander_changed)
