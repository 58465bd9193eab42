"""Decisions on reports. Each has two texts: the reason inside, the message to who reported."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.actions.following import followers, keep_clocks, tell
from cases.reports.actions.locking import locked, require_decider
from cases.reports.models import Report, ReportDecision
from cases.reports.rules import is_sensitive
from cases.reports.rules.reading import tidy, unreadable
from cases.reports.workflow import (
    BY_NAME,
    DECISIONS,
    GUARDS,
    PROPOSALS,
    PROPOSED,
    QUESTIONS,
    TWO_PEOPLE,
    Transition,
    transition_from,
)
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.rules import Conflict, RuleBroken
from oversight.vocabularies.models import require_code, with_groups

TEXT_LIMIT = 5_000
# Nobody is reminded of a question twice in one day.
BETWEEN_REMINDERS = timedelta(days=1)


def checked_text(*, text: str, pointer: str, limit: int = TEXT_LIMIT) -> str:
    """A text a person wrote, tidied; refused when too long or unreadable."""
    text = tidy(text or "")
    if unreadable(text):
        message = _("The text holds signs that cannot be shown. Remove them and send it again.")
        raise RuleBroken("control_signs", message, pointer)
    if len(text) > limit:
        message = _("The text has %(length)d characters; at most %(limit)d fit. Shorten it.")
        raise RuleBroken("too_long", message % {"length": len(text), "limit": limit}, pointer)
    return text


def takes_two(report: Report) -> bool:
    """Whether setting this report aside takes a second person."""
    return is_sensitive(with_groups("violation_types", report.types), report.track)


def pending_proposal(report: Report) -> ReportDecision | None:
    """The proposal to set the report aside that nobody has confirmed, refused or taken back."""
    last = report.decisions.order_by("-at", "-pk").first()
    return last if last and last.name in PROPOSED else None


def in_case(report: Report) -> bool:
    """Whether a case holds the report now. Cases stand above reports: asked by name."""
    links = apps.get_model("cases", "CaseReport").objects
    return links.filter(report=report.pk, ended_at__isnull=True).exists()


def told_of_acceptance(report: Report) -> bool:
    """Whether the acceptance that stands came with a message to who reported."""
    row = report.decisions.filter(name="accept").order_by("-at", "-pk").first()
    return bool(row and row.message)


def open_question(report: Report) -> ReportDecision | None:
    """The question that waits for an answer, as it was put last."""
    if report.status != "needs_information":
        return None
    return report.decisions.filter(name__in=QUESTIONS).order_by("-at", "-pk").first()


def _check_texts(transition: Transition, row: ReportDecision) -> None:
    guards = transition.guards
    if "reason" in guards and not row.reason:
        raise RuleBroken("reason_missing", GUARDS["reason"], "/reason")
    if "message" in guards and not row.message:
        text = GUARDS["message"]
        if transition.name in QUESTIONS:
            text = _("Write the question to the person who reported.")
        raise RuleBroken("message_missing", text, "/message")
    if "message_when_told" in guards and not row.message and told_of_acceptance(row.report):
        raise RuleBroken("message_missing", GUARDS["message_when_told"], "/message")


def _check_state(transition: Transition, row: ReportDecision) -> None:
    """The guards about what happened to the report before."""
    report, guards = row.report, transition.guards
    if "in_no_case" in guards and in_case(report):
        raise Conflict("in_case", GUARDS["in_no_case"], "/name")
    if "not_just_told" in guards:
        asked = report.decisions.filter(name__in=(*QUESTIONS, "remind"))
        if asked.filter(at__gt=row.at - BETWEEN_REMINDERS).exists():
            raise Conflict("just_told", GUARDS["not_just_told"], "/name")
    proposal = pending_proposal(report)
    own = proposal is not None and proposal.by_id == row.by_id
    if "own_proposal" in guards and not own:
        raise Conflict("no_proposal", GUARDS["own_proposal"], "/name")
    if "proposal_of_another" in guards and (proposal is None or own):
        raise Conflict("no_proposal", GUARDS["proposal_of_another"], "/name")


@transaction.atomic
def decide(
    *,
    report: Report,
    name: str,
    by: User,
    reason: str = "",
    message: str = "",
    code: str = "",
    duplicate_of: Report | None = None,
    now: datetime | None = None,
) -> Report:
    """One decision by name; `accept`, `decline` and the others are this with their name."""
    report = locked(report)
    require_decider(report=report, by=by)
    if name not in DECISIONS:
        raise RuleBroken("unknown_decision", _("There is no such decision."), "/name")
    transition = transition_from(report.status, name)
    target = transition.leads_to(report.status)
    row = ReportDecision(report=report, name=name, source=report.status, target=target, by=by)
    row.reason = checked_text(text=reason, pointer="/reason")
    row.message = checked_text(text=message, pointer="/message")
    row.code, row.at = code, now or timezone.now()
    _check_texts(transition, row)
    _check_state(transition, row)
    if code:
        require_code("decline_reasons", code, "/code")
    if "original" in transition.guards:
        row.duplicate_of = _original(report, duplicate_of, by)
    if TWO_PEOPLE in transition.guards and takes_two(report) and not _seconded(row):
        return _propose(row)
    return _carry_out(row, transition)


def _carry_out(row: ReportDecision, transition: Transition) -> Report:
    proposal = pending_proposal(row.report)
    report = apply(row=row, transition=transition, notice=_notice(row))
    if row.name == "refuse_proposal" and proposal and proposal.by:
        tell(users=[proposal.by], kind="proposal_refused", report=report, by=row.by, now=row.at)
    return report


# Moves that who reported learns of by what was written to them, and by nothing else.
ONLY_WHEN_WRITTEN = ("withdraw_question", "withdraw_acceptance")
SILENT = ("refuse_proposal", "withdraw_proposal")


def _notice(row: ReportDecision) -> str:
    """What who reported is told, if anything."""
    if row.name in SILENT or (row.name in ONLY_WHEN_WRITTEN and not row.message):
        return ""
    return "report_question" if row.name in (*QUESTIONS, "remind") else "report_decided"


def apply(*, row: ReportDecision, transition: Transition, notice: str = "") -> Report:
    """Move the report: the only writer of `status`. Runs in the caller's transaction."""
    report, actor = row.report, row.seconded_by or row.by
    report.status = row.target
    _write(row, type=f"report.{EVENTS[transition.name]}", actor=actor)
    keep_clocks(report=report, transition=transition, by=actor, reason=row.reason, now=row.at)
    if notice:
        tell(users=[report.filed_by], kind=notice, report=report, by=actor, now=row.at)
    return report


# What the event of each move is called.
EVENTS = {
    "accept": "accepted",
    "decline": "declined",
    "mark_duplicate": "marked_duplicate",
    "refuse_proposal": "proposal_refused",
    "withdraw_proposal": "proposal_withdrawn",
    "ask": "question_asked",
    "amend_question": "question_amended",
    "remind": "question_reminded",
    "withdraw_question": "question_withdrawn",
    "answer": "question_answered",
    "withdraw_acceptance": "acceptance_withdrawn",
    "reopen": "reopened",
    "inform": "informed",
}
PROPOSAL_EVENTS = {
    "propose_decline": "report.decline_proposed",
    "propose_duplicate": "report.duplicate_proposed",
}


def _write(row: ReportDecision, *, type: str, actor: Any) -> None:
    report = row.report
    report.version += 1
    report.updated_at = row.at
    report.save(update_fields=("status", "version", "updated_at"))
    row.save(force_insert=True)
    moved = row.source != row.target
    changes = {"status": (row.source, row.target)} if moved else {}
    audit.record(type=type, by=actor, target=report, reason=row.reason, changes=changes, now=row.at)


def _seconded(row: ReportDecision) -> bool:
    """Whether another person proposed this before; then both stand in the row."""
    proposal = pending_proposal(row.report)
    if proposal is None or proposal.name != PROPOSALS[row.name]:
        return False
    if proposal.duplicate_of_id != row.duplicate_of_id:
        return False
    if proposal.by_id == row.by_id:
        text = _("You proposed this: somebody else has to confirm it.")
        raise Conflict("second_person", text)
    row.by, row.seconded_by = proposal.by, row.by
    row.message = row.message or proposal.message
    row.code = row.code or proposal.code
    return True


def _propose(row: ReportDecision) -> Report:
    row.name, row.target = PROPOSALS[row.name], row.source
    _write(row, type=PROPOSAL_EVENTS[row.name], actor=row.by)
    report = row.report
    users = followers(report, but=row.by)
    tell(users=users, kind="second_person", report=report, by=row.by, now=row.at)
    return report


def _original(report: Report, original: Report | None, by: User) -> Report:
    """The report this one repeats: one the person may see, and that is not a repeat itself."""
    pointer = "/duplicate_of"
    if original is not None:
        original = Report.objects.triable_by(by).filter(pk=original.pk).first()
    if original is None:
        raise RuleBroken("unknown_report", _("Name the report that this one repeats."), pointer)
    if original.pk == report.pk:
        text = _("A report does not repeat itself. Name the other one.")
        raise RuleBroken("same_report", text, pointer)
    if original.status in ("duplicate", "declined"):
        text = _("That report was set aside itself. Name the one that is being worked on.")
        raise RuleBroken("original_set_aside", text, pointer)
    if takes_two(report) and not takes_two(original):
        # Otherwise one person alone could set such a report aside.
        text = _("A report about such grave matters cannot repeat one that is not about them.")
        raise RuleBroken("less_grave", text, pointer)
    return original


def _named(name: str) -> Any:
    def action(
        *,
        report: Report,
        by: User,
        reason: str = "",
        message: str = "",
        now: datetime | None = None,
        **more: Any,
    ) -> Report:
        return decide(
            report=report, name=name, by=by, reason=reason, message=message, now=now, **more
        )

    action.__name__ = name
    action.__doc__ = f"`decide` with the name `{BY_NAME[name].name}`."
    return action


accept = _named("accept")
decline = _named("decline")
mark_duplicate = _named("mark_duplicate")
ask = _named("ask")
reopen = _named("reopen")
amend_question = _named("amend_question")
remind = _named("remind")
withdraw_question = _named("withdraw_question")
withdraw_acceptance = _named("withdraw_acceptance")
refuse_proposal = _named("refuse_proposal")
withdraw_proposal = _named("withdraw_proposal")
inform = _named("inform")
