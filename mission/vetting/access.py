"""Vetting files are for those who vet, within their States; never for those who work on cases."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from mission.force.access import NOTHING, within_states
from oversight.authority.choices import Permission
from oversight.authority.rules import holds

ABOUT = ("personnel__state_id", "unit__contingent__state_id")


def visible_schemes(user: Any) -> Q:
    """What is checked, and of whom it is required: who reads the register."""
    return Q() if holds(user, Permission.PERSONNEL_SEE) else NOTHING


def visible_checks(user: Any) -> Q:
    """Checks and concerns: about people and units within reach."""
    return within_states(user, Permission.VETTING_SEE, *ABOUT)


def visible_check_parts(user: Any) -> Q:
    """What hangs on a check (`check_of`)."""
    return within_states(user, Permission.VETTING_SEE, *(f"check_of__{path}" for path in ABOUT))


def visible_concern_parts(user: Any) -> Q:
    """What hangs on a concern (`concern`)."""
    return within_states(user, Permission.VETTING_SEE, *(f"concern__{path}" for path in ABOUT))


def visible_certifications(user: Any) -> Q:
    return within_states(user, Permission.VETTING_SEE, "state_id")


def evidence_files(user: Any) -> Q:
    """Stored files that are evidence of a check which the person may see."""
    reach = visible_check_parts(user)
    evidence = apps.get_model("mission", "Evidence").objects.filter(reach, file=OuterRef("pk"))
    return Q(Exists(evidence))
