"""What is told after filing: additions, and answers to questions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.actions.deciding import apply, checked_text
from cases.reports.actions.following import followers, tell
from cases.reports.actions.locking import locked, require_decider, require_held
from cases.reports.choices import Channel
from cases.reports.models import Report, ReportAmendment, ReportDecision
from cases.reports.rules.body import NARRATIVE_LIMIT
from cases.reports.workflow import QUESTIONS, transition_from
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, refuse


def _words(text: str) -> str:
    text = checked_text(text=text, pointer="/text", limit=NARRATIVE_LIMIT)
    if not text:
        raise RuleBroken("text_missing", _("Write what you want to add."), "/text")
    return text


@transaction.atomic
def amend(*, report: Report, by: User, text: str, now: datetime | None = None) -> ReportAmendment:
    """Add words to a report one filed. What was filed stays as it is."""
    report = locked(report)
    require_held(by=by, permission=Permission.REPORT_FILE)
    if report.filed_by_id != by.pk:
        refuse()
    now, words = now or timezone.now(), _words(text)
    # Sent twice by a bad line: the words are there already.
    if known := report.amendments.filter(by=by, text=words).first():
        return known
    row = ReportAmendment(report=report, text=words, by=by, at=now)
    row.save(force_insert=True)
    report.version += 1
    report.updated_at = now
    report.save(update_fields=("version", "updated_at"))
    audit.record(type="report.amended", by=by, target=report, now=now)
    tell(users=followers(report), kind="report_answered", report=report, by=by, now=now)
    return row


@transaction.atomic
def answer(*, report: Report, by: User, text: str, now: datetime | None = None) -> Report:
    """Answer the open question: who filed the report, or a decider who was told by other means."""
    report = locked(report)
    if report.filed_by_id == by.pk:
        require_held(by=by, permission=Permission.REPORT_FILE)
    else:
        require_decider(report=report, by=by)
    now, words = now or timezone.now(), _words(text)
    question = report.decisions.filter(name__in=QUESTIONS).order_by("-at", "-pk").first()
    if question and report.amendments.filter(by=by, text=words, answers=question).exists():
        return report
    transition = transition_from(report.status, "answer")
    ReportAmendment(report=report, answers=question, text=words, by=by, at=now).save()
    row = ReportDecision(
        report=report, name="answer", source=report.status, target=transition.target, by=by, at=now
    )
    apply(row=row, transition=transition)
    tell(users=followers(report), kind="report_answered", report=report, by=by, now=now)
    return report


def tell_outcome(*, reports: Iterable[Report], by: Any, now: datetime | None = None) -> None:
    """Who reported learns that something came of it; no more than that. In the caller's transaction."""
    for report in reports:
        # Old records were brought in by somebody who reported nothing.
        if report.channel != Channel.IMPORT:
            tell(users=[report.filed_by], kind="report_outcome", report=report, by=by, now=now)
