"""The models of the mandate and the force, re-exported from their slices."""

from mission.force.models import Contingent, State, Unit
from mission.mandate.models import Instrument, Mission, Provision, ProvisionProlongation
from mission.places.models import Place, PlaceName

__all__ = [
    "Contingent",
    "Instrument",
    "Mission",
    "Place",
    "PlaceName",
    "Provision",
    "ProvisionProlongation",
    "State",
    "Unit",
]
