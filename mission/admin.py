"""Admin classes of the mission app, imported so that Django registers them."""

from mission.force import admin as force
from mission.mandate import admin as mandate
from mission.places import admin as places
from mission.training import admin as training
from mission.vetting import admin as vetting

__all__ = ["force", "mandate", "places", "training", "vetting"]
