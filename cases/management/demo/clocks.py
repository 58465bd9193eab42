"""Clocks of the fictional records: most were met, some late, some run, some are overdue."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from cases.casework.choices import CaseStatus
from cases.casework.models import Case
from cases.casework.workflow import TRANSITIONS
from cases.management.demo.casework import END, Files
from cases.management.demo.reports import Rows, bulk
from cases.management.demo.sampling import SEED
from cases.reports.choices import ReportStatus
from oversight.deadlines.actions.clocks import plan
from oversight.deadlines.choices import ChangeKind
from oversight.deadlines.models import (
    Deadline,
    DeadlineChange,
    DeadlineRule,
    Extension,
    work_calendar,
)
from oversight.deadlines.rules import next_instant, reached

MOVES = {transition.name: transition for transition in TRANSITIONS}


class Clocks:
    """Makes clock rows as the actions would have, at instants long gone."""

    def __init__(self) -> None:
        self.calendar = work_calendar()
        self.rows: list[Deadline] = []
        self._rules: dict[tuple[str, str], DeadlineRule | None] = {}

    def _rule(self, clock: str, track: str) -> DeadlineRule | None:
        key = (clock, track)
        if key not in self._rules:
            self._rules[key] = DeadlineRule.objects.for_clock(clock, track)
        return self._rules[key]

    def add(self, clock: str, subject: Any, at: datetime, met_at: datetime | None) -> None:
        """One clock that started then and was met, or still runs."""
        rule = self._rule(clock, subject.track)
        if rule is None:
            return
        deadline = plan(rule=rule, subject=subject, calendar=self.calendar, now=at)
        deadline.met_at = met_at
        # Who is behind was told so at the time: the first sweep must not send it all again.
        said = reached("", deadline.marks, END)
        deadline.stage = said[-1] if said else ""
        deadline.next_at = None if met_at else next_instant(deadline.stage, deadline.marks)
        self.rows.append(deadline)


def _reports(clocks: Clocks, rows: Rows) -> None:
    decided = {decision.report_id: decision for decision in rows.decisions}
    for report in rows.reports:
        decision = decided.get(report.pk)
        asked = decision is not None and decision.name == "ask"
        clocks.add("report_triage", report, report.filed_at, decision.at if decision else None)
        if asked and report.status == ReportStatus.NEEDS_INFORMATION:
            clocks.add("report_answer", report, decision.at, None)


def _case(clocks: Clocks, case: Case, moves: list[Any]) -> None:
    """Follow the moves: each starts and meets what the workflow says."""
    running: dict[str, datetime] = {"case_assessment": case.opened_at}
    for move in moves:
        transition = MOVES[move.name]
        for clock in transition.meets:
            if begun := running.pop(clock, None):
                clocks.add(clock, case, begun, move.at)
        running |= dict.fromkeys(transition.starts, move.at)
    if case.status in (CaseStatus.CLOSED, CaseStatus.SUSPENDED, CaseStatus.REFERRED):
        return
    for clock, begun in running.items():
        clocks.add(clock, case, begun, None)


def _findings(clocks: Clocks, files: Files) -> None:
    for finding in files.findings:
        finding.track = finding.allegation.case.track
        clocks.add("finding_review", finding, finding.proposed_at, finding.decided_at)


def build(rows: Rows, files: Files, users: dict[str, Any]) -> None:
    """All clocks; those of the oldest open cases got more time, as leads would give it."""
    clocks, rng = Clocks(), Random(SEED + 3)  # noqa: S311
    _reports(clocks, rows)
    moves: dict[Any, list[Any]] = {}
    for move in files.transitions:
        moves.setdefault(move.case_id, []).append(move)
    for case in files.cases:
        _case(clocks, case, moves.get(case.pk, []))
    _findings(clocks, files)
    changes = [
        change
        for deadline in clocks.rows
        if deadline.met_at is None and rng.random() < 0.8
        for change in _give_more_time(deadline, rng, users)
    ]
    bulk(clocks.rows)
    bulk(changes)
    bulk(_requests(clocks.rows, users))


def _requests(deadlines: list[Deadline], users: dict[str, Any]) -> list[Extension]:
    """Two requests for more time that wait for the lead."""
    of_cases = (d for d in deadlines if d.met_at is None and d.subject_label == "cases.case")
    shortest = sorted(of_cases, key=lambda deadline: (deadline.due_at, deadline.pk))[:2]
    return [
        Extension(
            deadline=deadline,
            due_at=max(deadline.due_at, END) + timedelta(days=10),
            reason="A witness can only come to the office next week.",
            asked_by=users["lead2"],
            asked_at=END - timedelta(days=1),
        )
        for deadline in shortest
    ]


def _give_more_time(deadline: Deadline, rng: Random, users: dict[str, Any]) -> list[DeadlineChange]:
    fresh_due = END + timedelta(days=rng.choice((20, 30, 45, 60, 75, 90, 120)))
    shift = fresh_due - deadline.due_at
    if shift <= timedelta(0):
        return []
    change = DeadlineChange(
        deadline=deadline,
        kind=ChangeKind.EXTENDED,
        at=deadline.started_at + (END - deadline.started_at) / 2,
        by=users["reviewer"],
        approved_by=users["lead"],
        reason="The first answers came late.",
        due_before=deadline.due_at,
        due_after=fresh_due,
    )
    deadline.due_at = fresh_due
    deadline.warn_at = deadline.warn_at and deadline.warn_at + shift
    deadline.escalate_at = deadline.escalate_at and deadline.escalate_at + shift
    said = reached("", deadline.marks, END)
    deadline.stage = said[-1] if said else ""
    deadline.next_at = next_instant(deadline.stage, deadline.marks)
    return [change]
