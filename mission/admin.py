"""Admin classes of the mission app, imported so that Django registers them."""

from mission.deployment import admin as deployment
from mission.force import admin as force
from mission.mandate import admin as mandate
from mission.places import admin as places
from mission.training import admin as training
from mission.vetting import admin as vetting

__all__ = ["deployment", "force", "mandate", "places", "training", "vetting"]
