"""Could telling the State harm somebody? Judged on the case; only the answer is passed on."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.access import require_on_case
from cases.casework.actions.common import (
    LEAD,
    holders,
    lock,
    note_event,
    save_changed,
    team_of,
    tell,
)
from cases.casework.actions.concerns import turn_clock
from cases.casework.choices import ProtectionState
from cases.casework.models import Case, CaseConcern, CaseProtection
from cases.casework.rules import plain_text
from mission.vetting.actions import assess_protection
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted
from oversight.sealing.actions import reveal
from oversight.sealing.rules import Sealed


def _hold(passed: CaseConcern, by: Any) -> tuple[Case, CaseConcern]:
    case = lock(Case(pk=passed.allegation.case_id))
    require_on_case(by, Permission.CASE_WORK, case)
    rows = CaseConcern.objects.select_for_update(of=("self",)).select_related("concern")
    held = rows.get(pk=passed.pk)
    if held.ended_at is not None:
        raise Conflict("lifted_already", _("This concern has been lifted."))
    return case, held


@transaction.atomic
def assess(
    *, passed: CaseConcern, may_tell: bool, grounds: str, by: Any, now: datetime | None = None
) -> CaseProtection:
    """“No” is passed on at once, and ends a “yes” that waits; “it may be told” waits for a second person."""
    now = now or timezone.now()
    case, held = _hold(passed, by)
    waiting = held.protections.select_for_update().filter(state=ProtectionState.WAITING)
    if may_tell and waiting.exists():
        message = _("An assessment waits for a second person already.")
        raise Conflict("assessment_waits", message)
    waiting.update(state=ProtectionState.ASIDE)
    row = CaseProtection(
        about=held,
        may_tell=may_tell,
        grounds=Sealed.of(plain_text(grounds, "/grounds")),  # type: ignore[misc]
        state=ProtectionState.WAITING if may_tell else ProtectionState.STANDS,
        assessed_by=by,
        assessed_at=now,
    )
    row.full_clean()
    row.save(force_insert=True)
    save_changed(case, now=now)
    note_event(type="case.protection_assessed", by=by, case=case, target=row, now=now)
    if may_tell:
        people = [*team_of(case), *holders(case, LEAD)]
        tell(users=people, kind="second_person", case=case, by=by, now=now)
    else:
        _pass_on(case, row, answer=False, by=by, now=now)
    return row


@transaction.atomic
def decide_assessment(
    *,
    protection: CaseProtection,
    agreed: bool,
    by: Any,
    reason: str = "",
    now: datetime | None = None,
) -> CaseProtection:
    """A second person agrees that it may be told, or does not: then the answer is that it may not."""
    now = now or timezone.now()
    case, _held = _hold(protection.about, by)
    row = CaseProtection.objects.select_for_update(of=("self",)).get(pk=protection.pk)
    if row.state != ProtectionState.WAITING:
        raise Conflict("assessment_decided", _("This assessment has been decided already."))
    if row.assessed_by_id == by.pk:
        message = _("Somebody else than who assessed it decides whether it may be told.")
        raise NotPermitted("needs_two", message)
    reason = plain_text(reason, "/reason", required=not agreed)
    row.state = ProtectionState.STANDS if agreed else ProtectionState.NOT_AGREED
    row.decided_by, row.decided_at = by, now
    row.reason = Sealed.of(reason) if reason else None  # type: ignore[assignment]
    row.full_clean()
    row.save()
    save_changed(case, now=now)
    note_event(type="case.protection_decided", by=by, case=case, target=row, now=now)
    _pass_on(case, row, answer=agreed, by=by, now=now)
    if not agreed:
        users = [row.assessed_by]
        tell(users=users, kind="proposal_refused", case=case, by=by, now=now)
    return row


def _pass_on(case: Case, row: CaseProtection, *, answer: bool, by: Any, now: datetime) -> None:
    assess_protection(concern=row.about.concern, may_tell=answer, by=None, now=now)
    turn_clock(case, by=by, now=now)


@transaction.atomic
def read_grounds(
    *, protection: CaseProtection, by: Any, reason: str, now: datetime | None = None
) -> str:
    """The grounds, and why the second person did not agree, for one reader with a reason."""
    case = protection.about.allegation.case
    require_on_case(by, Permission.IDENTITY_REVEAL, case)
    states = case.allegations.filter(contingent__isnull=False)
    about: dict[str, Any] = {
        "target": protection,
        "by": by,
        "reason": reason,
        "subject": case,
        "track": case.track,
        "department": case.department,
        "contingents": list(states.values_list("contingent__state_id", flat=True)),
        "now": now,
    }
    kept = ["grounds", *(["reason"] if protection.reason is not None else [])]
    return "\n\n".join(reveal(field=name, **about) for name in kept)
