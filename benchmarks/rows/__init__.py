"""The rows of the benchmark. A new one: add a `Row` to a module here, and the module to this list."""

from benchmarks.measuring import Row
from benchmarks.rows import (
    background,
    files,
    force,
    lists,
    memory,
    pages,
    posting,
    search,
    summaries,
)

ROWS: tuple[Row, ...] = (
    *lists.ROWS,
    *search.ROWS,
    *pages.ROWS,
    *posting.ROWS,
    *files.ROWS,
    *summaries.ROWS,
    *force.ROWS,
    *background.ROWS,
    *memory.ROWS,
)


def chosen(only: str) -> list[Row]:
    """Rows whose name begins with one of these words; all of them without any."""
    wanted = tuple(word.strip() for word in only.split(",") if word.strip())
    return [row for row in ROWS if not wanted or row.name.startswith(wanted)]
