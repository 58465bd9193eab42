"""A unit is vetted with its commander: with another commander it has to be vetted again."""

from datetime import datetime
from typing import Any

from mission.force.models import Unit, hold_units
from mission.vetting import workflow
from mission.vetting.actions.checks import apply_move
from mission.vetting.models import Check


def commander_changed(*, unit: Unit, by: Any, now: datetime | None = None) -> None:
    """Suspend what stands for the unit. Called in the transaction of the change."""
    hold_units([unit.pk])
    rows = Check.objects.select_for_update(of=("self",)).filter(unit=unit, status__in=workflow.GOOD)
    for check in rows.select_related("scheme", "unit__contingent").order_by("pk"):
        check.proposed_outcome = ""
        apply_move(check=check, move=workflow.BY_NAME["suspend"], by=by, reason="", now=now)
