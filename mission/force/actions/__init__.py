"""Every write to the force: reference data, units, the register."""

from mission.force.actions.exporting import note_export
from mission.force.actions.people import (
    change_person,
    commander_of,
    find_by_name,
    move_to_unit,
    register_person,
    reveal_name,
)
from mission.force.actions.reference import load_shipped
from mission.force.actions.units import add_unit, change_unit, find_or_create_unit

__all__ = [
    "add_unit",
    "change_person",
    "change_unit",
    "commander_of",
    "find_by_name",
    "find_or_create_unit",
    "load_shipped",
    "move_to_unit",
    "note_export",
    "register_person",
    "reveal_name",
]
