"""The force: States, contingents and units; its personnel; numbers others have stated."""

from mission.force.models.personnel import Personnel, UnitMembership, person_of
from mission.force.models.scope import AppliesTo
from mission.force.models.strength import Participation, StrengthStatement
from mission.force.models.structure import (
    Contingent,
    ForceQuerySet,
    State,
    Unit,
    contingent_names,
)

__all__ = [
    "AppliesTo",
    "Contingent",
    "ForceQuerySet",
    "Participation",
    "Personnel",
    "State",
    "StrengthStatement",
    "Unit",
    "UnitMembership",
    "contingent_names",
    "person_of",
]
