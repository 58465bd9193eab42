"""Whether the State or unit may be told, and what it is told: no more than a month."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.actions.common import plain
from mission.vetting.actions.common import note, require_on
from mission.vetting.choices import ConcernState
from mission.vetting.models import Concern, ProtectionAssessment, StateNotice
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted


@transaction.atomic
def assess_protection(
    *,
    concern: Concern,
    may_tell: bool,
    grounds: str = "",
    by: Any = None,
    now: datetime | None = None,
) -> ProtectionAssessment:
    """Could telling put somebody in danger? Of a concern from a case only the answer comes here."""
    held = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
    if by is not None:
        require_on(held.subject, permission=Permission.VETTING_DECIDE, by=by)
        if held.is_restricted:
            message = _("This is assessed where the restricted basis is known.")
            raise NotPermitted("restricted_basis", message)
        grounds = plain(grounds, "/grounds")
    row = ProtectionAssessment(
        concern=held,
        may_tell=may_tell,
        grounds="" if by is None else grounds,
        assessed_by=by,
        assessed_at=now or timezone.now(),
    )
    row.full_clean()
    row.save(force_insert=True)
    changes = {"may_tell": (None, may_tell)}
    note("concern.protection_assessed", by=by, target=row, subject=held, changes=changes, now=now)
    return row


@transaction.atomic
def tell_state(
    *, concern: Concern, addressed_to: str, by: Any, now: datetime | None = None
) -> StateNotice:
    """Record that the State or unit is told of "adverse information" and of the month, no more."""
    held = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
    require_on(held.subject, permission=Permission.VETTING_DECIDE, by=by)
    if held.state == ConcernState.LIFTED:
        raise Conflict("lifted_already", _("This concern has been lifted."))
    latest = held.assessments.order_by("-assessed_at", "-pk").first()
    if latest is None or not latest.may_tell:
        message = _("Nothing is told before a protection assessment allows it.")
        raise Conflict("not_assessed", message)
    row = StateNotice(
        concern=held,
        assessment=latest,
        addressed_to=plain(addressed_to, "/addressed_to"),
        month=held.opened_on.replace(day=1),
        sent_on=timezone.localdate(now),
        recorded_by=by,
        recorded_at=now or timezone.now(),
    )
    row.full_clean()
    row.save(force_insert=True)
    changes = {"month": (None, row.month), "sent_on": (None, row.sent_on)}
    note("concern.state_told", by=by, target=row, subject=held, changes=changes, now=now)
    return row
