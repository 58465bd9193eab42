"""The force in the admin: its register, its structure, numbers others have stated."""

from mission.force.admin.exports import ListFiles
from mission.force.admin.personnel import PersonnelAdmin
from mission.force.admin.strength import ParticipationAdmin, StrengthStatementAdmin
from mission.force.admin.structure import READERS, ContingentAdmin, StateAdmin, UnitAdmin

__all__ = [
    "READERS",
    "ContingentAdmin",
    "ListFiles",
    "ParticipationAdmin",
    "PersonnelAdmin",
    "StateAdmin",
    "StrengthStatementAdmin",
    "UnitAdmin",
]
