"""Who may see authorisations, arrivals, breaches and readiness: those who vet, and leads."""

from typing import Any

from django.db.models import Q

from mission.force.access import NOTHING, within_states
from oversight.authority.choices import Permission
from oversight.authority.rules import holds, reaches


def visible_deployments(user: Any) -> Q:
    """Rows about one person (`personnel`), within the States in reach."""
    return within_states(user, Permission.DEPLOYMENT_SEE, "personnel__state_id")


def visible_breaches(user: Any) -> Q:
    return within_states(user, Permission.DEPLOYMENT_SEE, "arrival__personnel__state_id")


def visible_rotations(user: Any) -> Q:
    return within_states(user, Permission.DEPLOYMENT_SEE, "contingent__state_id")


def visible_reviews(user: Any) -> Q:
    """That a week was looked at: whoever sees readiness. The rows hold no State."""
    return Q() if holds(user, Permission.DEPLOYMENT_SEE) else NOTHING


def _uploaded(user: Any, path: str) -> Q:
    """What one uploaded oneself; everything for who keeps the register of every State, since a
    file may name people of any."""
    held = reaches(user, Permission.PERSONNEL_MANAGE)
    if not held:
        return NOTHING
    everywhere = any(not reach.contingent for reach in held)
    return Q() if everywhere else Q(**{path: user.pk})


def visible_uploads(user: Any) -> Q:
    return _uploaded(user, "uploaded_by")


def visible_problems(user: Any) -> Q:
    """As the upload they are of."""
    return _uploaded(user, "upload__uploaded_by")
