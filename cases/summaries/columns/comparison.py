"""A draft beside the release before it, in words."""

from collections.abc import Iterable
from typing import Any

from cases.summaries.columns.shapes import cells_of, dimensions
from cases.summaries.models import ReleaseTable
from cases.summaries.rules.changes import HIDDEN, LESS, MORE, SHOWN, Change, difference
from cases.summaries.rules.tables import in_one


def _words(table: ReleaseTable, language: str) -> tuple[dict[str, str], dict[str, str]]:
    first, second = dimensions(table, language)
    return tuple({v["code"]: v["label"] for v in kind["values"]} for kind in (first, second))  # type: ignore[return-value]


SHOWN_CHANGES = 100


def comparison(
    before: Iterable[ReleaseTable], after: Iterable[ReleaseTable], language: str
) -> list[dict[str, Any]]:
    """Table by table what a reader of both releases would find different, in words."""
    earlier = {table.slug: table for table in before}
    return [
        _compared(earlier[table.slug], table, language) for table in after if table.slug in earlier
    ]


def _compared(before: ReleaseTable, after: ReleaseTable, language: str) -> dict[str, Any]:
    found = difference(cells_of(before), cells_of(after))
    rows, columns = _words(after, language)
    old_rows, old_columns = _words(before, language)

    def told(change: Change) -> dict[str, Any]:
        row, column = change.key
        return {"change": change, "row": rows[row], "column": columns[column]}

    inside = [change for change in found.changes if not change.is_total]
    return {
        "title": in_one(after.texts["title"], language),
        "found": found,
        "changed": found.count(MORE, LESS),
        "hidden": found.count(HIDDEN),
        "shown": found.count(SHOWN),
        "largest": [told(change) for change in found.largest],
        "totals": [told(change) for change in found.changes if change.is_total][:SHOWN_CHANGES],
        "inside": [told(change) for change in inside[:SHOWN_CHANGES]],
        "left_out": max(len(inside) - SHOWN_CHANGES, 0),
        "new": [*(rows[r] for r in found.new_rows), *(columns[c] for c in found.new_columns)],
        "gone": [
            *(old_rows[r] for r in found.gone_rows),
            *(old_columns[c] for c in found.gone_columns),
        ],
    }
