"""The shapes in which released figures leave, and what the house is told of them."""

from cases.summaries.columns.comparison import (
    comparison,
)
from cases.summaries.columns.house import (
    figures_as_of,
    page_of,
    register_summaries,
)
from cases.summaries.columns.shapes import (
    as_csv,
    as_file,
    as_xlsx,
    cells,
    cells_of,
    dimensions,
    envelope,
    file_name,
    grid,
    grids,
    outline,
    reasons,
    release_sheets,
    standing,
)

__all__ = [
    "as_csv",
    "as_file",
    "as_xlsx",
    "cells",
    "cells_of",
    "comparison",
    "dimensions",
    "envelope",
    "figures_as_of",
    "file_name",
    "grid",
    "grids",
    "outline",
    "page_of",
    "reasons",
    "register_summaries",
    "release_sheets",
    "standing",
]
