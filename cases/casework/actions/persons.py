"""Which member of the force an allegation is against: named by State and number, or corrected."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework.access import require_on_case
from cases.casework.actions.cases import require_not_closed
from cases.casework.actions.common import lock, note_event, save_changed
from cases.casework.actions.findings import may_find_anew, taken_up
from cases.casework.actions.people import recuse_nationals
from cases.casework.models import Allegation, Case, Finding
from cases.casework.rules import plain_text
from mission.force.models import Contingent, Personnel
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken

UNKNOWN = "unknown"
MEMBER = "mission_personnel"
# Who may turn out to be a member of the force once it is known who it was.
NOT_TOLD_APART = frozenset({UNKNOWN, "unidentified_security_force"})
FITTING = frozenset({MEMBER, "joint_operation"})
PERSON_NAMED = "allegation.person_named"
NUMBER = "/service_number"


def point_to(allegation: Allegation) -> None:
    """What follows from the named person: they belong to the force, and to the contingent of their State."""
    personnel = allegation.personnel
    if personnel is None:
        return
    if allegation.affiliation in NOT_TOLD_APART:
        allegation.affiliation = MEMBER
    if allegation.affiliation not in FITTING:
        message = _("Only somebody of the force has a service number of the force.")
        raise RuleBroken("not_of_the_force", message, NUMBER)
    if allegation.contingent is None:
        allegation.contingent = Contingent.objects.filter(state=personnel.state_id).first()
    if allegation.contingent is None or allegation.contingent.state_id != personnel.state_id:
        message = _("This number belongs to another State than the contingent of the allegation.")
        raise RuleBroken("other_state", message, NUMBER)
    _require_once(allegation, personnel)


def _require_once(allegation: Allegation, personnel: Personnel) -> None:
    rows = allegation.case.allegations.filter(personnel=personnel)
    other = rows.exclude(person_number=allegation.person_number).first()
    if other is not None:
        message = _("This member of the force is person %(number)s in this case already.")
        raise Conflict("person_in_case", message % {"number": other.person_number}, NUMBER)


@transaction.atomic
def name_person(
    *,
    allegation: Allegation,
    personnel: Personnel | None,
    by: Any,
    reason: str,
    now: datetime | None = None,
) -> Allegation:
    """Say who the person is, correct it, or take it back (None), in all their allegations of the case."""
    case = lock(Case(pk=allegation.case_id))
    require_on_case(by, Permission.CASE_WORK, case)
    require_not_closed(case)
    reason = plain_text(reason, "/reason")
    held = case.allegations.select_for_update(of=("self",)).select_related("contingent")
    rows = list(held.filter(person_number=allegation.person_number))
    if all(row.personnel_id == getattr(personnel, "pk", None) for row in rows):
        raise Conflict("nothing_changed", _("Nothing would change."), NUMBER)
    _require_open(case, rows)
    for row in rows:
        row.case, row.personnel = case, personnel
        point_to(row)
        row.full_clean()
        row.save()
        note_event(type=PERSON_NAMED, by=by, case=case, target=row, reason=reason, now=now)
    save_changed(case, now=now)
    recuse_nationals(case=case, by=by, now=now)
    return next(row for row in rows if row.pk == allegation.pk)


def _require_open(case: Case, rows: list[Allegation]) -> None:
    """Nobody puts another person under a finding that was made about somebody else."""
    if Finding.objects.awaiting().filter(allegation__in=rows).exists():
        message = _("A finding on this person waits. It has to be returned first.")
        raise Conflict("finding_waits", message)
    adopted = Finding.objects.filter(allegation__in=rows, status="adopted")
    since = taken_up(case.pk)
    if any(not may_find_anew(finding, since) for finding in adopted):
        message = _("A finding on this person is adopted. The case has to be taken up again first.")
        raise Conflict("finding_stands", message)
    if any(row.concerns.standing().exists() for row in rows):
        message = _("A concern about this person stands. A new finding has to lift it first.")
        raise Conflict("concern_stands", message)
