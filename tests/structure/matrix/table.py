"""The table `tests/tables/access.csv`: one row for addresses × states × methods, one column for each actor.

The first row that fits an address, a state and a method counts; `*` stands for anything.
A cell that ends in `?` was proposed by `make access` and waits for somebody to judge it.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.structure.house import ROOT
from tests.structure.matrix.asking import Question
from tests.structure.matrix.furniture import ACTORS

FILE = ROOT / "tests" / "tables" / "access.csv"
HEADING = ("address", "object", "method", *ACTORS)
CELLS = {"ok", "hidden", "refused", "sign-in", "method", "-"}


@dataclass
class Row:
    """One line of the table."""

    address: str
    state: str
    method: str
    cells: dict[str, str]
    used: bool = field(default=False, compare=False)

    def fits(self, question: Question) -> bool:
        return (
            fnmatchcase(question.route, self.address)
            and fnmatchcase(question.state, self.state)
            and fnmatchcase(question.method, self.method)
        )


def rows() -> list[Row]:
    """The table as it stands; lines that begin with # are remarks."""
    lines = [line for line in FILE.read_text().splitlines() if line and not line.startswith("#")]
    read = list(csv.reader(lines))
    assert tuple(read[0]) == HEADING, f"the heading of access.csv is {HEADING}"
    return [Row(*line[:3], dict(zip(ACTORS, line[3:], strict=True))) for line in read[1:]]


def row_of(question: Question, table: Iterable[Row]) -> Row | None:
    found = next((row for row in table if row.fits(question)), None)
    if found:
        found.used = True
    return found


def proposed(answers: dict[Question, dict[str, str]]) -> list[str]:
    """Lines to add for these questions, every cell marked as not judged; equal ones are one."""
    by_route: dict[str, dict[str, dict[str, str]]] = {}
    for question, cells in answers.items():
        line = ",".join(f"{cells.get(actor, '-')}?" for actor in ACTORS)
        by_route.setdefault(question.route, {}).setdefault(question.method, {})[question.state] = (
            line
        )
    lines = []
    for route, methods in by_route.items():
        short = {method: _without_repeats(states) for method, states in methods.items()}
        if len({str(states) for states in short.values()}) == 1:
            short = {"*": next(iter(short.values()))}
        for method, states in short.items():
            for state, line in states.items():
                lines.append(f'{route},"{state}",{method},{line}')
    return lines


def _without_repeats(states: dict[str, str]) -> dict[str, str]:
    return {"*": next(iter(states.values()))} if len(set(states.values())) == 1 else states
