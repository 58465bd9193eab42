"""What every count of a release gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases.summaries.rules.periods import UNKNOWN, quarters_up_to
from cases.summaries.rules.suppression import Key
from cases.summaries.rules.tables import UNKNOWN_PERIOD, in_three

Labels = dict[str, str]
Values = list[tuple[str, Labels]]


@dataclass(frozen=True)
class Counted:
    """The raw counts of one table: never stored, never shown."""

    rows: Values
    columns: Values
    counts: dict[Key, int]
    restricted: bool


def quarters(cutoff: date, counts: Mapping[Key, int]) -> Values:
    """The columns of a table by quarter."""
    codes = quarters_up_to(cutoff, {quarter for _row, quarter in counts})
    return [
        (
            code,
            in_three(UNKNOWN_PERIOD)
            if code == UNKNOWN
            else dict.fromkeys(("en", "fr", "ht"), code),
        )
        for code in codes
    ]
