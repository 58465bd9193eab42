"""Exceptions to the gate and breaches, as they may be told to everybody.

What was missing is told as a kind, a time as quarters, and never a State, a unit or a person: of a
small contingent everybody knows who came that month. The reasons of exceptions are read out of a
period only once it holds so many people that a reason belongs to none of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.summaries.rules.periods import MANDATE_BEGAN, next_quarter, quarter_of

EXCEPTIONS = "deployment-exceptions-by-requirement-and-quarter"
BREACHES = "deployment-breaches-by-outcome-and-quarter"

TRAINING = "training:"
KINDS = {
    "vetting": _("A check or the clearance"),
    "training": _("A training"),
    "both": _("Both: checks and training"),
}
OVERDUE = "overdue"
OUTCOMES = {
    "open": _("Open, within its clock"),
    OVERDUE: _("Open past its clock"),
    "regularised": _("Authorised since"),
    "left": _("The person has left"),
    "closed": _("Explained and closed"),
}


@dataclass(frozen=True)
class Exempted:
    """One approved exception, as the office keeps it: never published by itself."""

    quarter: str
    person: Any
    missing: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Pool:
    """Whole quarters in which exceptions were made for enough people to be told of together.

    `missing` are the requirements that enough of them lacked; `others` says that there are more.
    """

    first: str
    last: str
    missing: tuple[str, ...]
    others: bool
    reasons: tuple[str, ...]


def kind_of(missing: Iterable[str]) -> str:
    """Which kind of requirement an exception set aside."""
    kinds = {"training" if code.startswith(TRAINING) else "vetting" for code in missing}
    return "both" if len(kinds) > 1 else kinds.pop() if kinds else "vetting"


def pooled(rows: Sequence[Exempted], *, threshold: int, until: str) -> list[Pool]:
    """The periods up to the quarter `until`; quarters after the last of them wait.

    Only whole quarters: one that is told in part could be compared with itself later.
    """
    first, waiting, found = quarter_of(MANDATE_BEGAN), list[Exempted](), list[Pool]()
    for quarter in sorted({row.quarter for row in rows if row.quarter <= until}):
        waiting += [row for row in rows if row.quarter == quarter]
        if len({row.person for row in waiting}) >= threshold:
            found.append(_pool(first, quarter, waiting, threshold))
            first, waiting = next_quarter(quarter), []
    return found


def _pool(first: str, last: str, rows: Sequence[Exempted], threshold: int) -> Pool:
    lacking: dict[str, set[Any]] = {}
    for row in rows:
        for code in row.missing:
            lacking.setdefault(code, set()).add(row.person)
    many = tuple(sorted(code for code, people in lacking.items() if len(people) >= threshold))
    # In the order of the alphabet, each once: neither place nor number belongs to anybody.
    reasons = tuple(sorted({row.reason for row in rows}))
    return Pool(first, last, many, len(many) < len(lacking), reasons)
