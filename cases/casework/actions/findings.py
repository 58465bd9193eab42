"""Findings: proposed by one person, adopted or returned by another."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import workflow
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
from cases.casework.actions.concerns import pass_on
from cases.casework.choices import FindingStatus
from cases.casework.models import Allegation, Case, CaseTransition, Finding
from cases.casework.rules import plain_text
from cases.reports.models import Report
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines import actions as deadlines
from oversight.vocabularies.models import require_code

CLOCK = "finding_review"
# What a finding cannot conclude with.
NO_OUTCOME = "pending"
INFORMAL = "resolved_informally"


@transaction.atomic
def propose_finding(
    *,
    allegation: Allegation,
    outcome: str,
    standard_of_proof: str,
    reasoning: str,
    sources: Sequence[Report | UUID | str],
    by: Any,
    now: datetime | None = None,
) -> Finding:
    """A conclusion on one allegation, resting on reports of its case."""
    case = lock(allegation.case)
    require_on_case(by, Permission.FINDING_PROPOSE, case)
    _require_deciding(case)
    reports = _sources(case, sources)
    _check_allegation(allegation)
    finding = Finding(
        allegation=allegation,
        outcome=_outcome(case, outcome),
        standard_of_proof=_standard(standard_of_proof),
        reasoning=plain_text(reasoning, "/reasoning"),
        proposed_by=by,
        proposed_at=now or timezone.now(),
    )
    finding.full_clean()
    finding.save(force_insert=True)
    finding.sources.set(reports)
    save_changed(case, now=now)
    note_event(
        type="finding.proposed",
        by=by,
        case=case,
        target=finding,
        changes={
            "outcome": (None, finding.outcome),
            "standard_of_proof": (None, finding.standard_of_proof),
        },
        now=now,
    )
    deadlines.start(clock=CLOCK, subject=finding, by=by, track=case.track, now=now)
    tell(
        users=[*team_of(case), *holders(case, LEAD)],
        kind="finding_proposed",
        case=case,
        by=by,
        now=now,
    )
    return finding


@transaction.atomic
def adopt(*, finding: Finding, by: Any, reason: str = "", now: datetime | None = None) -> Finding:
    """Make a colleague's finding the office's conclusion."""
    return _move(finding, FindingStatus.ADOPTED, by=by, reason=reason, now=now)


@transaction.atomic
def return_finding(
    *, finding: Finding, by: Any, reason: str, now: datetime | None = None
) -> Finding:
    """Send a colleague's finding back, saying what it lacks."""
    plain_text(reason, "/reason")
    return _move(finding, FindingStatus.RETURNED, by=by, reason=reason, now=now)


def _move(
    finding: Finding, status: FindingStatus, *, by: Any, reason: str, now: datetime | None
) -> Finding:
    case = lock(Case(pk=finding.allegation.case_id))
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    require_on_case(by, Permission.FINDING_ADOPT, case)
    if finding.proposed_by_id == by.pk:
        message = _("The person who proposed a finding does not decide on it.")
        raise NotPermitted("own_finding", message)
    _require_deciding(case)
    if finding.status != FindingStatus.PROPOSED:
        raise Conflict("finding_decided", _("This finding has been decided already."))
    finding.status = status
    finding.decided_by = by
    finding.decided_at = now = now or timezone.now()
    finding.decision_reason = plain_text(reason, "/reason", required=False)
    if status == FindingStatus.ADOPTED:
        _move_earlier_aside(case, finding, by=by, now=now)
    finding.full_clean()
    finding.save()
    save_changed(case, now=now)
    note_event(
        type=f"finding.{status.value}",
        by=by,
        case=case,
        target=finding,
        reason=finding.decision_reason,
        changes={"status": (FindingStatus.PROPOSED.value, status.value)},
        now=now,
    )
    deadlines.meet(clock=CLOCK, subject=finding, by=by, now=now)
    if status == FindingStatus.ADOPTED:
        pass_on(case=case, finding=finding, by=by, now=now)
    team = team_of(case) if status == FindingStatus.ADOPTED else []
    users = [finding.proposed_by, *team]
    tell(users=users, kind=f"finding_{status.value}", case=case, by=by, now=now)
    return finding


def _move_earlier_aside(case: Case, finding: Finding, *, by: Any, now: datetime) -> None:
    for earlier in finding.allegation.findings.filter(status=FindingStatus.ADOPTED):
        earlier.status = FindingStatus.REPLACED
        earlier.full_clean()
        earlier.save()
        changes = {"status": (FindingStatus.ADOPTED.value, earlier.status)}
        note_event(
            type="finding.replaced", by=by, case=case, target=earlier, changes=changes, now=now
        )


def _check_allegation(allegation: Allegation) -> None:
    if allegation.provision_id is None:
        message = _("The allegation names no provision. A finding needs one.")
        raise RuleBroken("finding_needs_provision", message, "/allegation")
    since = taken_up(allegation.case_id)
    if any(not may_find_anew(finding, since) for finding in allegation.findings.standing()):
        message = _("This allegation has a finding already.")
        raise Conflict("finding_stands", message)


# Moves after which what was concluded may be concluded anew.
TAKEN_UP = ("reopen", "return_to_investigation")


def taken_up(case_id: Any) -> datetime | None:
    """When the case was last taken up again."""
    moves = CaseTransition.objects.filter(case=case_id, name__in=TAKEN_UP)
    return moves.aggregate(last=Max("at"))["last"]


def may_find_anew(finding: Finding, since: datetime | None) -> bool:
    """Whether another finding may take the place of this one: the case was taken up again after it."""
    decided = finding.decided_at if finding.status == FindingStatus.ADOPTED else None
    return since is not None and decided is not None and since >= decided


def _require_deciding(case: Case) -> None:
    if case.status not in workflow.DECIDING:
        message = _("Findings are made once the investigation has started.")
        raise Conflict("wrong_state", message)


def _sources(case: Case, sources: Iterable[Report | UUID | str]) -> list[Any]:
    inside = {str(pk): pk for pk in case.standing_links().values_list("report_id", flat=True)}
    wanted = [str(getattr(source, "pk", source)) for source in sources]
    if not wanted:
        message = _("A finding needs at least one source.")
        raise RuleBroken("finding_needs_source", message, "/sources")
    for number, pk in enumerate(wanted):
        if pk not in inside:
            message = _("This report is not in the case.")
            raise RuleBroken("source_not_in_case", message, f"/sources/{number}")
    return list({inside[pk]: None for pk in wanted})


def _outcome(case: Case, code: str) -> str:
    term = require_code("outcomes", code, "/outcome")
    if term.code == NO_OUTCOME:
        message = _("A finding concludes: choose another outcome.")
        raise RuleBroken("outcome_open", message, "/outcome")
    if term.code == INFORMAL and (case.is_restricted or case.severity == "grave"):
        message = _("A case of this gravity cannot be resolved informally.")
        raise RuleBroken("too_grave", message, "/outcome")
    return term.code


def _standard(code: str) -> str:
    return require_code("standards_of_proof", code, "/standard_of_proof").code
