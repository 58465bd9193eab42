"""Pure parts of imports: targets, mappings, cells, and reading broken CSV."""

from oversight.imports.rules.cells import Row, convert
from oversight.imports.rules.mapping import Mapping, load_mapping
from oversight.imports.rules.reading import Broken, Cells, choose_encoding, records
from oversight.imports.rules.targets import (
    Field,
    ImportTarget,
    Reason,
    Refused,
    register_target,
    target_of,
)

__all__ = [
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
    "load_mapping",
    "records",
    "register_target",
    "target_of",
]
