"""Clocks and notices of a report."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from cases.reports.choices import ReportStatus
from cases.reports.models import Report, ReportDecision
from cases.reports.workflow import Transition
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.rules import may
from oversight.deadlines import actions as deadlines


def start_triage(*, report: Report, by: Any, now: datetime, events: list[Any]) -> None:
    """The clock of a report made just now; what happened is added to `events`."""
    deadlines.start(
        clock="report_triage", subject=report, by=by, track=report.track, now=now, events=events
    )


def keep_clocks(
    *, report: Report, transition: Transition, by: Any, reason: str, now: datetime
) -> None:
    """Meet, cancel, pause, resume and start what the move says."""
    for clock in transition.meets:
        deadlines.meet(clock=clock, subject=report, by=by, now=now)
    for clock in transition.cancels:
        deadlines.cancel(subject=report, clock=clock, by=by, reason=reason, now=now)
    for clock in transition.pauses:
        deadlines.pause(subject=report, clock=clock, by=by, reason=reason, now=now)
    for clock in transition.resumes:
        deadlines.resume(subject=report, clock=clock, by=by, reason=reason, now=now)
    for clock in transition.starts:
        deadlines.start(clock=clock, subject=report, by=by, track=report.track, now=now)


def tell(
    *, users: Iterable[User], kind: str, report: Report, by: Any, now: datetime | None = None
) -> None:
    """A notice to each person but the one who acted."""
    others = [user for user in users if by is None or user.pk != by.pk]
    if others:
        deadlines.notify(users=others, kind=kind, subject=report, by=by, now=now)


def deciders(report: Report) -> list[User]:
    """Everybody whose role reaches the report, and who did not file it."""
    states = set(
        report.people.filter(contingent__isnull=False).values_list(
            "contingent__state__code", flat=True
        )
    )
    people = User.objects.active().exclude(pk=report.filed_by_id).with_grants()
    may_decide = partial(may, track=report.track, department=report.department, contingents=states)
    return [
        user
        for user in people.filter(grants__isnull=False).distinct()
        if user.state not in (states - {""}) and may_decide(user, Permission.REPORT_TRIAGE)
    ]


def workers(report: Report) -> list[User]:
    """Whom the clocks of a report remind: its assignee or else its deciders, and who owes an answer."""
    people = [report.assigned_to] if report.assigned_to else deciders(report)
    if report.status == ReportStatus.NEEDS_INFORMATION:
        people.append(report.filed_by)
    return people


def followers(report: Report, but: Any = None) -> list[User]:
    """Who works on the report: its assignee and its deciders so far; else everybody it reaches.

    `but` is who acts: where nobody else works on it yet, everybody it reaches is meant.
    """
    decided = ReportDecision.objects.filter(report=report, by__isnull=False)
    ids = {*decided.values_list("by", flat=True), report.assigned_to_id} - {None}
    ids -= {but.pk} if but is not None else set()
    people = deciders(report)
    return [user for user in people if user.pk in ids] or people
