"""Pure parts of imports: targets, mappings, cells, and reading broken CSV."""

from oversight.imports.rules.cells import Row, convert
from oversight.imports.rules.mapping import Mapping, load_mapping
from oversight.imports.rules.reading import Broken, Cells, choose_encoding, records
from oversight.imports.rules.sheets import is_sheet, sheet_records
from oversight.imports.rules.targets import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Field,
    ImportTarget,
    Reason,
    Refused,
    register_target,
    target_of,
)

__all__ = [
    "CREATED",
    "UNCHANGED",
    "UPDATED",
    "Broken",
    "Cells",
    "Field",
    "ImportTarget",
    "Mapping",
    "Reason",
    "Refused",
    "Row",
    "choose_encoding",
    "convert",
    "is_sheet",
    "load_mapping",
    "records",
    "register_target",
    "sheet_records",
    "target_of",
]
