"""Moving a case through its workflow: the only place where its status is written."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.casework import workflow
from cases.casework.access import require_on_case, rights_on
from cases.casework.actions.common import lock, note_event, save_changed
from cases.casework.choices import CaseStatus, Feedback
from cases.casework.models import Case, CaseTransition, Finding
from cases.casework.rules import plain_text
from cases.reports.actions import tell_outcome
from cases.reports.models import Report
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken
from oversight.deadlines import actions as deadlines
from oversight.vocabularies.models import require_code

Rights = Callable[[Permission], bool]


def facts_of(
    case: Case, *, reason: str = "", disposition: str = "", feedback: str = ""
) -> workflow.Facts:
    """What the guards may know of the case now."""
    adopted = Finding.objects.filter(allegation=OuterRef("pk"), status="adopted")
    # One statement for all three: the page of a case asks it each time.
    counted = case.allegations.aggregate(
        all=Count("pk", distinct=True),
        undecided=Count("pk", filter=~Exists(adopted), distinct=True),
        waiting=Count("findings", filter=Q(findings__status="proposed")),
    )
    return workflow.Facts(
        status=case.status,
        track=case.track,
        severity=case.severity,
        held_status=case.held_status,
        allegations=counted["all"],
        allegations_without_adopted_finding=counted["undecided"],
        findings_waiting=counted["waiting"],
        focal_points=case.access.filter(kind="focal_point", ended_at__isnull=True).count(),
        reason=reason,
        disposition=disposition,
        feedback=feedback,
    )


def moves_for(*, case: Case, by: Any, may: Rights | None = None) -> tuple[workflow.Move, ...]:
    """What this person may do next with the case; blocked moves say why."""
    may = may or rights_on(by, case)
    moves = workflow.available(facts_of(case))
    return tuple(move for move in moves if may(move.transition.permission))


@transaction.atomic
def apply(
    *,
    case: Case,
    name: str,
    by: Any,
    reason: str = "",
    disposition: str = "",
    feedback: str = "",
    now: datetime | None = None,
) -> Case:
    """Move the case by the named transition."""
    case = lock(case)
    transition = _transition(name)
    require_on_case(by, transition.permission, case)
    reason = plain_text(reason, "/reason", required=False)
    _check_codes(disposition, feedback)
    facts = facts_of(case, reason=reason, disposition=disposition, feedback=feedback)
    _check(transition, facts)

    now = now or timezone.now()
    source, target = case.status, transition.leads_to(facts)
    changes: dict[str, tuple[Any, Any]] = {"status": (source, target)}
    case.status = target
    case.held_status = source if target == CaseStatus.SUSPENDED else ""
    case.closed_at = now if target == CaseStatus.CLOSED else None
    if CaseStatus.CLOSED in (source, target):
        # An ending belongs to the closing it was given at: opening again takes it back.
        changes |= {
            "disposition": (case.disposition, disposition),
            "feedback": (case.feedback, feedback),
        }
        case.disposition, case.feedback = disposition, feedback
    save_changed(case, now=now)
    move = CaseTransition.objects.create(
        case=case, name=name, source=source, target=target, reason=reason, by=by, at=now
    )
    note_event(
        type=f"case.{EVENTS[name]}", by=by, case=case, reason=reason, changes=changes, now=now
    )
    _turn_clocks(case, transition, move, by)
    if _came_of_it(case, move):
        rows = Report.objects.filter(pk__in=case.standing_links().values("report"))
        tell_outcome(reports=rows.select_related("filed_by"), by=by, now=now)
    return case


def _came_of_it(case: Case, move: CaseTransition) -> bool:
    """Whether who reported is told now: of a conclusion, or of an ending they are to know about.

    In a restricted track nothing is said before the closing decides that it is safe.
    """
    if move.target == CaseStatus.CLOSED:
        return case.feedback == Feedback.GIVEN
    return move.name == "begin_follow_up" and not case.is_restricted


EVENTS = {
    "start_investigation": "investigation_started",
    "await_state": "state_awaited",
    "state_answered": "state_answered",
    "begin_decision": "decision_begun",
    "return_to_investigation": "returned_to_investigation",
    "begin_follow_up": "follow_up_begun",
    "close": "closed",
    "suspend": "suspended",
    "resume": "resumed",
    "refer_out": "referred_out",
    "take_back": "taken_back",
    "reopen": "reopened",
}


def _transition(name: str) -> workflow.Transition:
    if name not in workflow.BY_NAME:
        message = _("“%(name)s” is not a transition of a case.") % {"name": name[:60]}
        raise RuleBroken("unknown_transition", message, "/name")
    return workflow.BY_NAME[name]


def _check_codes(disposition: str, feedback: str) -> None:
    if disposition:
        require_code("dispositions", disposition, "/disposition")
    if feedback and feedback not in Feedback.values:
        message = _("“%(code)s” is not in the list.") % {"code": feedback[:60]}
        raise RuleBroken("unknown_code", message, "/feedback")


def _check(transition: workflow.Transition, facts: workflow.Facts) -> None:
    if facts.status not in transition.sources:
        message = _("A case in the state “%(status)s” cannot do this: %(move)s.")
        status = CaseStatus(facts.status).label
        raise Conflict(
            "wrong_state", message % {"status": status, "move": transition.label}, "/name"
        )
    for no in workflow.refusals(transition, facts):
        raise RuleBroken(no.code, no.message, f"/{no.asks}" if no.asks else "")


def _turn_clocks(
    case: Case, transition: workflow.Transition, move: CaseTransition, by: Any
) -> None:
    now = move.at
    for clock in transition.meets:
        deadlines.meet(clock=clock, subject=case, by=by, now=now)
    for clock in transition.starts:
        deadlines.start(clock=clock, subject=case, by=by, track=case.track, now=now)
    paused, resumed = _pauses(move)
    if paused:
        deadlines.pause(subject=case, clock=paused, by=by, reason=transition.name, now=now)
    if resumed:
        deadlines.resume(subject=case, clock=resumed, by=by, reason=transition.name, now=now)


def _pauses(move: CaseTransition) -> tuple[str, str]:
    """The clock that stops and the one that runs on: waiting and suspension cost no time."""
    match move.name:
        case "await_state":
            return workflow.STAGE_CLOCKS[CaseStatus.INVESTIGATION], ""
        case "state_answered":
            return "", workflow.STAGE_CLOCKS[CaseStatus.INVESTIGATION]
        case "suspend":
            return workflow.STAGE_CLOCKS.get(move.source, ""), ""
        case "resume":
            return "", workflow.STAGE_CLOCKS.get(move.target, "")
    return "", ""
