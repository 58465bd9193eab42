"""Modules and requirements are public knowledge of the office; results are as the person."""

from typing import Any

from django.db.models import Q

from mission.force.access import NOTHING, within_states
from oversight.authority.choices import Permission
from oversight.authority.rules import holds


def visible_training(user: Any) -> Q:
    """Modules, requirements, sessions, requests for change: who reads the register."""
    return Q() if holds(user, Permission.PERSONNEL_SEE) else NOTHING


def visible_results(user: Any) -> Q:
    return within_states(user, Permission.PERSONNEL_SEE, "personnel__state_id")
