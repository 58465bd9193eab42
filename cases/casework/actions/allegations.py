"""Adding allegations: one person x one type of misconduct."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.access import require_on_case
from cases.casework.actions.cases import raise_level, require_not_closed
from cases.casework.actions.common import lock, note_event, save_changed
from cases.casework.actions.people import recuse_nationals
from cases.casework.actions.persons import PERSON_NAMED, UNKNOWN, point_to
from cases.casework.models import Allegation, Case
from cases.casework.rules import MISSION_SIDE, plain_text
from cases.reports.rules import is_child, track_for
from mission.force.models import Contingent, Personnel
from mission.mandate.models import Provision
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken
from oversight.vocabularies.models import Term, require_code

# What one person has in every allegation.
TRAITS = ("affiliation", "contingent_id", "personnel_id")


@transaction.atomic
def add_allegation(
    *,
    case: Case,
    type: str,
    by: Any,
    provision: Provision | None = None,
    affiliation: str = UNKNOWN,
    contingent: Contingent | None = None,
    personnel: Personnel | None = None,
    person_number: int | None = None,
    involvement: str = UNKNOWN,
    victim_age_band: str = "",
    reason: str = "",
    now: datetime | None = None,
) -> Allegation:
    """One person and one type. Without a number the person is a new one in the case."""
    case = lock(case)
    require_on_case(by, Permission.CASE_WORK, case)
    require_not_closed(case)
    term = require_code("violation_types", type, "/type")
    reason = plain_text(reason, "/reason", required=False)
    allegation = Allegation(
        case=case,
        type=term.code,
        provision=provision,
        person_number=_person(case, person_number),
        affiliation=require_code("affiliations", affiliation, "/perpetrator/affiliation").code,
        contingent=contingent,
        personnel=personnel,
        involvement=require_code("involvement_degree", involvement, "/involvement").code,
        victim_age_band=_age(victim_age_band),
        added_by=by,
        added_at=now or timezone.now(),
    )
    _take_traits_of_person(allegation, known=person_number is not None)
    point_to(allegation)
    _check(allegation, reason)
    allegation.full_clean()
    allegation.save(force_insert=True)
    _raise(case, allegation, term, by=by, now=now)
    save_changed(case, now=now)
    _note(allegation, by=by, reason=reason, now=now)
    recuse_nationals(case=case, by=by, now=now)
    return allegation


def _note(allegation: Allegation, *, by: Any, reason: str, now: datetime | None) -> None:
    about = {"by": by, "case": allegation.case, "target": allegation, "now": now}
    names = ("type", "person_number", "affiliation", "involvement")
    told = {name: (None, getattr(allegation, name)) for name in names}
    note_event(type="allegation.added", reason=reason, changes=told, **about)
    if allegation.personnel_id:
        note_event(type=PERSON_NAMED, **about)


def _raise(
    case: Case, allegation: Allegation, term: Term, *, by: Any, now: datetime | None
) -> None:
    codes = [term.code, *([term.parent.code] if term.parent else [])]
    child = is_child(age_band=allegation.victim_age_band, told=None)
    track = track_for(codes, child=bool(child))
    raise_level(case=case, tracks=[track], types=[term.code], by=by, now=now)


def _person(case: Case, number: int | None) -> int:
    last = max(case.allegations.values_list("person_number", flat=True), default=0)
    if number is None:
        return last + 1
    if not 1 <= number <= last + 1:
        message = _("There is no person %(number)s in this case; the next new one is %(next)s.")
        raise RuleBroken(
            "unknown_person", message % {"number": number, "next": last + 1}, "/perpetrator/person"
        )
    return number


def _take_traits_of_person(allegation: Allegation, *, known: bool) -> None:
    """A person named again keeps what was said of them; something else said is a mistake."""
    earlier = (
        allegation.case.allegations.filter(person_number=allegation.person_number).first()
        if known
        else None
    )
    if earlier is None:
        return
    if allegation.affiliation == UNKNOWN:
        allegation.affiliation = earlier.affiliation
    if allegation.contingent is None:
        allegation.contingent = earlier.contingent
    if allegation.personnel is None:
        allegation.personnel = earlier.personnel
    if any(getattr(allegation, name) != getattr(earlier, name) for name in TRAITS):
        message = _("This person was described differently in an earlier allegation.")
        raise Conflict("person_differs", message, "/perpetrator")


def _age(band: str) -> str:
    return require_code("age_bands", band, "/victim_age_band").code if band else ""


def _check(allegation: Allegation, reason: str) -> None:
    case = allegation.case
    if allegation.contingent and allegation.affiliation not in MISSION_SIDE:
        message = _("A contingent can be named only for people of the force.")
        raise RuleBroken("contingent_does_not_fit", message, "/perpetrator/contingent")
    twin = case.allegations.filter(person_number=allegation.person_number, type=allegation.type)
    if twin.exists():
        message = _("This person has an allegation of this type already.")
        raise Conflict("allegation_exists", message, "/type")
    if not reason and not _in_force(allegation.provision, case.occurred_from, case.occurred_to):
        message = _(
            "This provision was not in force when it happened. Choose another, or say why it applies."
        )
        raise RuleBroken("provision_not_in_force", message, "/provision")


def _in_force(provision: Provision | None, start: date | None, end: date | None) -> bool:
    """An unknown period matches any provision."""
    if provision is None or start is None:
        return True
    return Provision.objects.in_force_between(start, end or start).filter(pk=provision.pk).exists()
