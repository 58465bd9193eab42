"""Concerns: recorded, weighed, lifted by two people."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.actions.common import check_version, plain
from mission.force.models import Personnel, Unit
from mission.vetting import workflow
from mission.vetting.actions.checks import apply_move
from mission.vetting.actions.common import hold_subject, note, require_on, save, tell
from mission.vetting.choices import ConcernSource, ConcernState
from mission.vetting.models import Check, Concern
from mission.vetting.rules import SUSPENDING, on_suspension, weighed
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines import actions as deadlines

CLOCK = "concern_review"


@transaction.atomic
def record_concern(
    *,
    personnel: Personnel | None = None,
    unit: Unit | None = None,
    source: str,
    gravity: str,
    opened_on: date,
    basis: str = "",
    link: str = "",
    credibility: Any = None,
    suspends: bool | None = None,
    by: Any = None,
    now: datetime | None = None,
) -> Concern:
    """Adverse information about a person or a unit.

    From a case nobody is named and nothing is said but whom, when and how grave. Grave and
    serious ones stop the clearance at once, unless said otherwise.
    """
    subject: Any = personnel or unit
    from_case = source == ConcernSource.CASE
    if not from_case:
        require_on(subject, permission=Permission.VETTING_WORK, by=by)
    hold_subject(personnel, unit)
    if opened_on > timezone.localdate(now):
        raise RuleBroken("in_the_future", _("Enter a day that is not in the future."), "/opened_on")
    concern = Concern(
        personnel=personnel,
        unit=unit,
        source=source,
        gravity=gravity,
        opened_on=opened_on,
        suspends=gravity in SUSPENDING if suspends is None else suspends,
        basis="" if from_case else plain(basis, "/basis"),
        link="" if from_case else link.strip(),
        credibility={} if from_case else weighed(credibility),
        recorded_by=None if from_case else by,
        recorded_at=now or timezone.now(),
    )
    concern.full_clean()
    concern.save(force_insert=True)
    changes = {"source": (None, source), "gravity": (None, gravity)}
    author = concern.recorded_by
    note("concern.recorded", by=author, target=concern, changes=changes, now=now)
    deadlines.start(clock=CLOCK, subject=concern, by=author, now=now)
    if concern.suspends:
        _stop(concern, by=author, now=now)
    return concern


def _stop(concern: Concern, *, by: Any, now: datetime | None) -> None:
    """What stands under the clearance is suspended with it, and the officers are told."""
    rows = Check.objects.select_for_update(of=("self",)).filter(
        personnel=concern.personnel, unit=concern.unit, status__in=workflow.GOOD
    )
    for check in rows.select_related("scheme", "personnel", "unit__contingent").order_by("pk"):
        check.proposed_outcome = ""
        apply_move(check=check, move=workflow.BY_NAME["suspend"], by=by, reason="", now=now)
    for stop in on_suspension():
        stop(personnel=concern.personnel, unit=concern.unit, by=by, now=now)
    tell("clearance_suspended", about=concern.subject, subject=concern, by=by, now=now)


def _hold(concern: Concern, version: int | None = None) -> Concern:
    hold_subject(concern.personnel, concern.unit)
    rows = Concern.objects.select_for_update(of=("self",))
    held = rows.select_related("personnel", "unit__contingent").get(pk=concern.pk)
    check_version(held, version)
    if held.state == ConcernState.LIFTED:
        raise Conflict("lifted_already", _("This concern has been lifted."))
    return held


@transaction.atomic
def confirm_concern(
    *, concern: Concern, by: Any, reason: str, suspends: bool = True, now: datetime | None = None
) -> Concern:
    """It stands up: what did not stop the clearance before may do so now."""
    held = _hold(concern)
    require_on(held.subject, permission=Permission.VETTING_DECIDE, by=by)
    stops = suspends and not held.suspends
    held.state, held.decision_reason = ConcernState.CONFIRMED, plain(reason, "/reason")
    held.decided_by, held.suspends = by, held.suspends or suspends
    save(held)
    changes = {"state": (ConcernState.OPEN.value, held.state)}
    note("concern.confirmed", by=by, target=held, reason=reason, changes=changes, now=now)
    deadlines.meet(clock=CLOCK, subject=held, by=by, now=now)
    if stops:
        _stop(held, by=by, now=now)
    return held


@transaction.atomic
def propose_lifting(
    *, concern: Concern, by: Any, reason: str, now: datetime | None = None
) -> Concern:
    """One person says that it does not stand; another decides. Nobody here lifts a restricted one."""
    held = _hold(concern)
    require_on(held.subject, permission=Permission.VETTING_WORK, by=by)
    _not_restricted(held)
    held.lift_proposed_by, held.decision_reason = by, plain(reason, "/reason")
    save(held)
    note("concern.lifting_proposed", by=by, target=held, reason=reason, now=now)
    tell("second_person", about=held.subject, subject=held, by=by, now=now)
    return held


def _not_restricted(concern: Concern) -> None:
    if concern.is_restricted:
        message = _("This concern rests on a restricted basis. It is lifted where that is known.")
        raise NotPermitted("restricted_basis", message)


@transaction.atomic
def lift_concern(
    *,
    concern: Concern,
    by: Any,
    reason: str = "",
    from_case: bool = False,
    now: datetime | None = None,
) -> Concern:
    """It no longer stands, from today. What it suspended is cleared again by decision, not by itself."""
    held = _hold(concern)
    if from_case:
        by = None
    else:
        require_on(held.subject, permission=Permission.VETTING_DECIDE, by=by)
        _not_restricted(held)
        if held.lift_proposed_by_id in (None, by.pk):
            message = _("One person proposes to lift a concern and another decides.")
            raise NotPermitted("needs_two", message)
    before, held.state = held.state, ConcernState.LIFTED
    held.lifted_on = timezone.localdate(now)
    held.decided_by = by
    save(held)
    changes = {"state": (before, held.state), "lifted_on": (None, held.lifted_on)}
    note("concern.lifted", by=by, target=held, reason=reason, changes=changes, now=now)
    deadlines.meet(clock=CLOCK, subject=held, by=by, now=now)
    tell("concern_lifted", about=held.subject, subject=held, by=by, now=now)
    return held
