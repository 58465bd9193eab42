"""Rotations as they are planned."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mission.deployment.actions.common import may_act
from mission.deployment.models import Rotation
from mission.force.actions.common import plain
from mission.force.models import Contingent
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict


@transaction.atomic
def plan_rotation(
    *, contingent: Contingent, label: str, planned_on: date, by: Any, now: datetime | None = None
) -> Rotation:
    """A change of people around one day."""
    may_act(contingent.state_id, permission=Permission.DEPLOYMENT_AUTHORISE, by=by)
    label = plain(label, "/label")
    if Rotation.objects.filter(contingent=contingent, label=label).exists():
        raise Conflict("rotation_exists", _("There is a rotation with this name."), "/label")
    row = Rotation(contingent=contingent, label=label, planned_on=planned_on)
    row.full_clean()
    row.save(force_insert=True)
    changes = {"label": (None, label), "planned_on": (None, planned_on)}
    audit.record(type="rotation.planned", by=by, target=row, changes=changes, now=now)
    return row
