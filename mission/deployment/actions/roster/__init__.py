"""Rosters: a list of people as a State sends it, brought into register and arrivals."""

from mission.deployment.actions.roster.target import ROSTER, import_roster

__all__ = ["ROSTER", "import_roster"]
