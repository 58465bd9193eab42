"""Permits and authorisations; arrivals and the breaches they may be; rotations; rosters."""

from mission.deployment.models.arrival import Arrival, Breach, Rotation
from mission.deployment.models.expiry import ExpiryReview
from mission.deployment.models.permit import Authorisation, Override, Permit
from mission.deployment.models.readiness import present, readiness_of, still_to_come
from mission.deployment.models.roster import RosterProblem, RosterUpload
from mission.deployment.models.standing import standing_of

__all__ = [
    "Arrival",
    "Authorisation",
    "Breach",
    "ExpiryReview",
    "Override",
    "Permit",
    "RosterProblem",
    "RosterUpload",
    "Rotation",
    "present",
    "readiness_of",
    "standing_of",
    "still_to_come",
]
