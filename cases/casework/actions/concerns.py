"""What an adopted finding sets off in vetting: a concern without a word of the case, and its end."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.access import require_on_case
from cases.casework.actions.common import lock, note_event, save_changed
from cases.casework.choices import FindingStatus
from cases.casework.models import Case, CaseConcern, Finding
from cases.casework.rules import SUBSTANTIATED, gravity_of
from mission.vetting.actions import lift_concern, record_concern
from mission.vetting.choices import ConcernSource
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted
from oversight.deadlines import actions as deadlines
from oversight.vocabularies.models import with_groups

CLOCK = "protection_assessment"


def pass_on(*, case: Case, finding: Finding, by: Any, now: datetime) -> None:
    """Called as a finding is adopted: a concern begins, goes on, or is lifted."""
    allegation = finding.allegation
    standing = allegation.concerns.standing().first()
    if finding.outcome not in SUBSTANTIATED:
        if standing is not None:
            lift_case_concern(passed=standing, finding=finding, by=by, now=now)
    elif standing is None and allegation.personnel is not None:
        _begin(case, finding, by=by, now=now)


def _begin(case: Case, finding: Finding, *, by: Any, now: datetime) -> None:
    """Nobody is named to vetting as the author, and nothing is said but whom, when and how grave."""
    allegation = finding.allegation
    types = with_groups("violation_types", [allegation.type])
    concern = record_concern(
        personnel=allegation.personnel,
        source=ConcernSource.CASE,
        gravity=gravity_of(case.severity, types),
        opened_on=timezone.localdate(now),
        suspends=True,
        by=None,
        now=now,
    )
    passed = CaseConcern(allegation=allegation, finding=finding, concern=concern, created_at=now)
    passed.full_clean()
    passed.save(force_insert=True)
    note_event(type="case.concern_passed_on", by=by, case=case, target=passed, now=now)
    turn_clock(case, by=by, now=now)


@transaction.atomic
def lift_case_concern(
    *, passed: CaseConcern, finding: Finding, by: Any, now: datetime | None = None
) -> CaseConcern:
    """A later finding, proposed by one person and adopted by this one, takes the ground away."""
    now = now or timezone.now()
    case = lock(Case(pk=passed.allegation.case_id))
    require_on_case(by, Permission.FINDING_ADOPT, case)
    passed = CaseConcern.objects.select_for_update(of=("self",)).get(pk=passed.pk)
    if passed.ended_at is not None:
        raise Conflict("lifted_already", _("This concern has been lifted."))
    if by.pk != finding.decided_by_id or by.pk == finding.proposed_by_id:
        message = _("One person proposes the finding that lifts a concern, and another adopts it.")
        raise NotPermitted("needs_two", message)
    stands = finding.status == FindingStatus.ADOPTED and finding.outcome not in SUBSTANTIATED
    if not stands or finding.allegation_id != passed.allegation_id:
        message = _("A concern is lifted by a later finding on the same allegation.")
        raise Conflict("finding_does_not_lift", message)
    passed.ended_at, passed.ended_by = now, finding
    passed.full_clean()
    passed.save()
    lift_concern(concern=passed.concern, by=None, from_case=True, now=now)
    note_event(type="case.concern_taken_back", by=by, case=case, target=passed, now=now)
    save_changed(case, now=now)
    turn_clock(case, by=by, now=now)
    return passed


def turn_clock(case: Case, *, by: Any, now: datetime) -> None:
    """The clock of the assessment runs while one is missing."""
    waits = CaseConcern.objects.not_assessed().filter(allegation__case=case)
    turn = deadlines.start if waits.exists() else deadlines.meet
    more = {"track": case.track} if turn is deadlines.start else {}
    turn(clock=CLOCK, subject=case, by=by, now=now, **more)
