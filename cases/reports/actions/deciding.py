"""Decisions on reports. Each has two texts: the reason inside, the message to who reported."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.actions.following import keep_clocks, tell
from cases.reports.actions.locking import locked, require_decider
from cases.reports.models import Report, ReportDecision
from cases.reports.rules import is_sensitive
from cases.reports.rules.reading import tidy, unreadable
from cases.reports.workflow import (
    BY_NAME,
    DECISIONS,
    PROPOSE_DECLINE,
    Transition,
    transition_from,
)
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.rules import Conflict, RuleBroken
from oversight.vocabularies.models import require_code, with_groups

TEXT_LIMIT = 5_000


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
    """Whether declining this report takes a second person."""
    return is_sensitive(with_groups("violation_types", report.types), report.track)


def pending_decline(report: Report) -> ReportDecision | None:
    """The proposal to decline that nobody has confirmed yet."""
    last = report.decisions.order_by("-at", "-pk").first()
    return last if last and last.name == PROPOSE_DECLINE else None


def _check_texts(transition: Transition, reason: str, message: str) -> None:
    if "reason" in transition.guards and not reason:
        raise RuleBroken("reason_missing", _("Write the reason for your colleagues."), "/reason")
    if "message" in transition.guards and not message:
        text = _("Write the question to the person who reported.")
        raise RuleBroken("message_missing", text, "/message")


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
    reason, message = (
        checked_text(text=reason, pointer="/reason"),
        checked_text(text=message, pointer="/message"),
    )
    _check_texts(transition, reason, message)
    if code:
        require_code("decline_reasons", code, "/code")
    row = ReportDecision(
        report=report, name=name, source=report.status, target=transition.target, by=by
    )
    row.reason, row.message, row.code, row.at = reason, message, code, now or timezone.now()
    if "original" in transition.guards:
        row.duplicate_of = _original(report, duplicate_of, by)
    if "two_people" in transition.guards and takes_two(report) and not _seconded(row):
        return _propose(row)
    notice = "report_question" if name == "ask" else "report_decided"
    return apply(row=row, transition=transition, notice=notice)


def apply(*, row: ReportDecision, transition: Transition, notice: str = "") -> Report:
    """Move the report: the only writer of `status`. Runs in the caller's transaction."""
    report, actor = row.report, row.seconded_by or row.by
    report.status = transition.target
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
    "ask": "question_asked",
    "answer": "question_answered",
    "reopen": "reopened",
}


def _write(row: ReportDecision, *, type: str, actor: Any) -> None:
    report = row.report
    report.version += 1
    report.updated_at = row.at
    report.save(update_fields=("status", "version", "updated_at"))
    row.save(force_insert=True)
    changes = {"status": (row.source, row.target)}
    audit.record(type=type, by=actor, target=report, reason=row.reason, changes=changes, now=row.at)


def _seconded(row: ReportDecision) -> bool:
    """Whether another person proposed this decline before; then both stand in the row."""
    proposal = pending_decline(row.report)
    if proposal is None:
        return False
    if proposal.by_id == row.by_id:
        text = _("You proposed to decline this report: somebody else has to confirm it.")
        raise Conflict("second_person", text)
    row.by, row.seconded_by = proposal.by, row.by
    row.message = row.message or proposal.message
    row.code = row.code or proposal.code
    return True


def _propose(row: ReportDecision) -> Report:
    row.name, row.target = PROPOSE_DECLINE, row.source
    _write(row, type="report.decline_proposed", actor=row.by)
    return row.report


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
