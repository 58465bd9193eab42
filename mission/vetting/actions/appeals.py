"""Appeals: decided by somebody who had no part in the outcome."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.actions.common import plain
from mission.vetting.actions.checks import request_check
from mission.vetting.actions.common import hold, note, require_on, tell
from mission.vetting.choices import AppealState, CheckStatus
from mission.vetting.models import Appeal, Check
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken

APPEALABLE = frozenset(
    {
        CheckStatus.CONDITIONAL,
        CheckStatus.REFUSED,
        CheckStatus.SUSPENDED,
        CheckStatus.REVOKED,
        CheckStatus.UNABLE_TO_COMPLETE,
    }
)


@transaction.atomic
def lodge_appeal(
    *,
    check: Check,
    lodged_by: str,
    lodged_on: date,
    grounds: str,
    by: Any,
    now: datetime | None = None,
) -> Appeal:
    """Somebody concerned, or their State, appeals against an outcome."""
    held = hold(check)
    require_on(held.subject, permission=Permission.VETTING_WORK, by=by)
    if held.status not in APPEALABLE:
        raise Conflict("nothing_to_appeal", _("There is nothing to appeal against here."))
    if held.appeals.filter(state=AppealState.OPEN).exists():
        raise Conflict("appeal_open", _("An appeal is open already."))
    if lodged_on > timezone.localdate(now):
        message = _("Enter a day that is not in the future.")
        raise RuleBroken("in_the_future", message, "/lodged_on")
    row = Appeal(
        check_of=held,
        lodged_by=plain(lodged_by, "/lodged_by"),
        lodged_on=lodged_on,
        grounds=plain(grounds, "/grounds"),
        recorded_by=by,
        recorded_at=now or timezone.now(),
    )
    row.full_clean()
    row.save(force_insert=True)
    note("check.appealed", by=by, target=row, subject=held, now=now)
    tell("appeal_lodged", about=held.subject, subject=held, by=by, now=now)
    return row


@transaction.atomic
def decide_appeal(
    *, appeal: Appeal, upheld: bool, by: Any, reason: str, now: datetime | None = None
) -> Appeal:
    """Uphold it, and the check is made anew; or dismiss it."""
    held = hold(appeal.check_of)
    row = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    require_on(held.subject, permission=Permission.VETTING_DECIDE, by=by)
    if row.state != AppealState.OPEN:
        raise Conflict("decided_already", _("This has been decided already."))
    if by.pk in (held.proposed_by_id, held.decided_by_id):
        message = _("Somebody who had no part in the outcome decides on the appeal.")
        raise NotPermitted("had_a_part", message)
    row.state = AppealState.UPHELD if upheld else AppealState.DISMISSED
    row.reason, row.decided_by = plain(reason, "/reason"), by
    row.decided_at = now or timezone.now()
    row.full_clean()
    row.save()
    changes = {"state": (AppealState.OPEN.value, row.state)}
    note("check.appeal_decided", by=by, target=row, subject=held, changes=changes, now=now)
    if upheld and held.status != CheckStatus.SUSPENDED:
        request_check(scheme=held.scheme, personnel=held.personnel, unit=held.unit, by=by, now=now)
    return row
