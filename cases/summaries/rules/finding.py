"""What a table says in one sentence, from the figures that may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.summaries.choices import CellState
from cases.summaries.rules.periods import UNKNOWN
from cases.summaries.rules.suppression import TOTAL, Cell, Key

Cells = Mapping[Key, Cell]
BARS = 12


@dataclass(frozen=True)
class Finding:
    """One comparison of two quarters: of the total when it may be shown, else of the largest row."""

    row: str
    quarter: str
    now: int
    before: int

    @property
    def kind(self) -> str:
        return "rose" if self.now > self.before else "fell" if self.now < self.before else "same"


def previous_quarter(code: str) -> str:
    year, quarter = int(code[:4]), int(code[-1])
    return f"{year:04}-Q{quarter - 1}" if quarter > 1 else f"{year - 1:04}-Q4"


def find(cells: Cells, rows: Sequence[str], quarter: str) -> Finding | None:
    """None when nothing can be compared without saying what is hidden."""
    before = previous_quarter(quarter)
    comparable = [
        Finding(row, quarter, now, then)
        for row in (TOTAL, *rows)
        if row != UNKNOWN
        and (now := _value(cells, row, quarter)) is not None
        and (then := _value(cells, row, before)) is not None
        and (now or then)
    ]
    if comparable and comparable[0].row == TOTAL:
        return comparable[0]
    return max(comparable, key=lambda finding: finding.now, default=None)


def _value(cells: Cells, row: str, quarter: str) -> int | None:
    cell = cells.get((row, quarter))
    return cell.value if cell else None


def chart_quarter(cells: Cells, rows: Sequence[str], latest: str) -> str | None:
    """The last quarter, not after `latest`, in which any figure can be drawn."""
    quarters = {
        column
        for (row, column), cell in cells.items()
        if row in rows and cell.value and column not in (TOTAL, UNKNOWN) and column <= latest
    }
    return max(quarters, default=None)


def chart_rows(cells: Cells, rows: Sequence[str], quarter: str) -> list[str]:
    """The rows to draw: all of a short table in its order; of a long one the largest, then hidden."""
    if len(rows) <= BARS:
        return list(rows)
    drawn = [r for r in rows if cells[r, quarter].state != CellState.ZERO]
    return sorted(drawn, key=lambda row: -(cells[row, quarter].value or 0))[:BARS]


def months_of(quarter: str) -> tuple[int, int, int]:
    """First and last month, and the year."""
    number = int(quarter[-1])
    return 3 * number - 2, 3 * number, int(quarter[:4])
