"""The force: States, contingents and units; its personnel; numbers others have stated."""

from mission.force.models.exports import RegisterExport
from mission.force.models.personnel import (
    Personnel,
    UnitMembership,
    hold_people,
    person_of,
    units_on,
)
from mission.force.models.scope import AppliesTo
from mission.force.models.strength import Participation, StrengthStatement
from mission.force.models.structure import (
    Contingent,
    ForceQuerySet,
    State,
    Unit,
    contingent_names,
    hold_state,
    hold_units,
    lineage_of,
)

__all__ = [
    "AppliesTo",
    "Contingent",
    "ForceQuerySet",
    "Participation",
    "Personnel",
    "RegisterExport",
    "State",
    "StrengthStatement",
    "Unit",
    "UnitMembership",
    "contingent_names",
    "hold_people",
    "hold_state",
    "hold_units",
    "lineage_of",
    "person_of",
    "units_on",
]
