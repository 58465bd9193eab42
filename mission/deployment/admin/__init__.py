"""Deployment in the admin: authorisations, exceptions, arrivals, breaches, rosters, rotations."""

from mission.deployment.admin.arrivals import ArrivalAdmin
from mission.deployment.admin.authorisations import AuthorisationAdmin
from mission.deployment.admin.breaches import BreachAdmin
from mission.deployment.admin.overrides import OverrideAdmin
from mission.deployment.admin.rosters import RosterAdmin
from mission.deployment.admin.rotations import RotationAdmin

__all__ = [
    "ArrivalAdmin",
    "AuthorisationAdmin",
    "BreachAdmin",
    "OverrideAdmin",
    "RosterAdmin",
    "RotationAdmin",
]
