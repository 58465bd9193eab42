"""Who may see authorisations, arrivals, breaches and readiness: those who vet, and leads."""

from typing import Any

from django.db.models import Q

from mission.force.access import within_states
from oversight.authority.choices import Permission


def visible_deployments(user: Any) -> Q:
    """Rows about one person (`personnel`), within the States in reach."""
    return within_states(user, Permission.DEPLOYMENT_SEE, "personnel__state_id")


def visible_breaches(user: Any) -> Q:
    return within_states(user, Permission.DEPLOYMENT_SEE, "arrival__personnel__state_id")


def visible_rotations(user: Any) -> Q:
    return within_states(user, Permission.DEPLOYMENT_SEE, "contingent__state_id")
