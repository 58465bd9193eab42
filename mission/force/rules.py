"""Service numbers as they are compared, codes of units, and who may stand above whom.

And what the slices above bring to the pages of the register, without the force knowing them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from oversight.authority.rules import RuleBroken

NUMBER_LENGTH = 40
CODE_LENGTH = 40
# The force was first authorised in October 2023: a day before that year, or a century on, is a slip.
FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2099, 12, 31)


def likely_day(day: date, pointer: str) -> date:
    """The day itself. Raises RuleBroken for one on which there is no force."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise RuleBroken("unlikely_day", _("Enter a day between 2023 and 2099."), pointer)
    return day


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


@dataclass(frozen=True)
class Section:
    """One card on the page of a member of the force, or of a unit.

    `content(row, user, day)` gives what `template` shows besides `row`, `title` and `name`, or None
    for who may not know of any of it. It may hold `buttons`: dicts with url, label, tone.
    """

    title: "str | Promise"
    template: str
    content: Callable[[Any, Any, date], dict[str, Any] | None]
    order: int = 50


_person_sections: dict[str, Section] = {}
_unit_sections: dict[str, Section] = {}
# `present(day)` gives the ids of who was there on that day, as a queryset.
_present: list[Callable[[date], Any]] = []
# Further filters of the list of personnel: classes as the admin has them.
_person_filters: list[type] = []


def register_person_section(name: str, section: Section) -> None:
    _person_sections[name] = section


def register_unit_section(name: str, section: Section) -> None:
    _unit_sections[name] = section


def _in_order(sections: dict[str, Section]) -> dict[str, Section]:
    return dict(sorted(sections.items(), key=lambda pair: pair[1].order))


def person_sections() -> dict[str, Section]:
    """By name, in the order in which they are shown."""
    return _in_order(_person_sections)


def unit_sections() -> dict[str, Section]:
    return _in_order(_unit_sections)


def register_presence(present: Callable[[date], Any]) -> None:
    """One slice above knows who was seen to be there."""
    _present[:] = [present]


def present_on(day: date) -> Any:
    """The ids of who was there on that day, derived from arrivals; nobody when none are kept."""
    return _present[0](day) if _present else ()


def register_person_filter(kind: type) -> None:
    if kind not in _person_filters:
        _person_filters.append(kind)


def person_filters() -> tuple[type, ...]:
    return tuple(_person_filters)
