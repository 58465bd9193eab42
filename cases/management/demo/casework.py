"""Rows of the fictional cases: where they stand, who works on them, what was found."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cases.casework.actions.moves import EVENTS
from cases.casework.choices import AccessKind, CaseStatus, Confidentiality, Feedback, FindingStatus
from cases.casework.models import (
    Allegation,
    Case,
    CaseAccess,
    CaseNote,
    CaseReport,
    CaseTransition,
    Finding,
)
from cases.casework.workflow import TRANSITIONS
from cases.management.demo.reports import Rows, bulk, reference
from cases.management.demo.sampling import LAST, SEED, ZONE, Told, new_id, pick
from cases.reports.choices import ReportStatus
from cases.reports.models import Report
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.audit.models import Event
from oversight.authority.choices import RESTRICTED_TRACKS

CASES = 900
END = datetime.combine(LAST, datetime.max.time(), ZONE)
# Ways through the workflow, with the days between steps.
PATHS: dict[tuple[str, ...], int] = {
    (): 14,
    ("start_investigation",): 24,
    ("start_investigation", "await_state"): 10,
    ("start_investigation", "begin_decision"): 8,
    ("start_investigation", "begin_decision", "begin_follow_up"): 8,
    ("start_investigation", "begin_decision", "begin_follow_up", "close"): 20,
    ("start_investigation", "suspend"): 4,
    ("refer_out",): 4,
    ("close",): 8,
}
TARGETS = {t.name: t.target for t in TRANSITIONS}
STEP_DAYS = {"start_investigation": 9, "await_state": 20, "begin_decision": 60, "close": 40}
OUTCOMES = {
    "substantiated": 34,
    "partly_substantiated": 12,
    "unsubstantiated": 24,
    "unfounded": 8,
    "inconclusive_insufficient_information": 22,
}
SEVERITY = {"low": 15, "moderate": 45, "serious": 30, "grave": 10}


@dataclass
class Files:
    """Everything to be written, in the order in which it can be."""

    cases: list[Case] = field(default_factory=list)
    links: list[CaseReport] = field(default_factory=list)
    access: list[CaseAccess] = field(default_factory=list)
    allegations: list[Allegation] = field(default_factory=list)
    transitions: list[CaseTransition] = field(default_factory=list)
    notes: list[CaseNote] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    sources: list[tuple[Finding, Report]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def write(self) -> None:
        for rows in (self.cases, self.links, self.access, self.allegations, self.transitions):
            bulk(rows)
        for rest in (self.notes, self.findings, self.events):
            bulk(rest)
        through = Finding.sources.through
        bulk([through(finding_id=f.pk, report_id=r.pk) for f, r in self.sources])


@dataclass
class Story:
    """One case while it is being made."""

    rng: Random
    case: Case
    reports: list[Report]
    by: User
    lead: User
    path: list[tuple[str, datetime]]


def _path(rng: Random, opened: datetime) -> list[tuple[str, datetime]]:
    """The moves made until the end of the demonstration's time, each with its instant."""
    at, moves = opened, []
    for name in rng.choices(list(PATHS), weights=list(PATHS.values()))[0]:
        at += timedelta(days=1 + rng.expovariate(1 / STEP_DAYS.get(name, 15)))
        if at > END:
            break
        moves.append((name, at))
    return moves


def _case(rng: Random, reports: list[Report], told: Told, by: User, moves: Any) -> Case:
    first = reports[0]
    opened = max(r.updated_at for r in reports) + timedelta(hours=rng.expovariate(1 / 6))
    restricted = first.track in RESTRICTED_TRACKS
    path = _path(rng, opened)
    moves += path
    status = TARGETS[path[-1][0]] if path else CaseStatus.ASSESSMENT
    closed = status == CaseStatus.CLOSED
    held = {"suspend": CaseStatus.INVESTIGATION, "refer_out": CaseStatus.ASSESSMENT}
    return Case(
        id=new_id(rng),
        reference=reference(rng, "C"),
        title=told.family["title"][rng.choice(("en", "fr", "ht"))],
        track=first.track,
        status=status,
        held_status=held.get(path[-1][0], "") if path else "",
        severity=pick(rng, SEVERITY),
        confidentiality=(
            Confidentiality.HIGHLY_RESTRICTED if restricted else Confidentiality.INTERNAL
        ),
        version=1 + len(path),
        place=first.place,
        occurred_from=first.occurred_from,
        occurred_to=first.occurred_to,
        disposition=pick(rng, OUTCOMES) if closed else "",
        feedback=pick(rng, {Feedback.GIVEN: 7, Feedback.NOT_SAFE: 2, Feedback.NOT_POSSIBLE: 1})
        if closed
        else "",
        opened_by=by,
        opened_at=opened,
        updated_at=path[-1][1] if path else opened,
        closed_at=path[-1][1] if closed else None,
    )


def _moves(files: Files, story: Story) -> None:
    status: str = CaseStatus.ASSESSMENT
    opened = {"track": (None, story.case.track)}
    files.events.append(
        audit.build(
            type="case.opened",
            by=story.by,
            target=story.case,
            changes=opened,
            now=story.case.opened_at,
        )
    )
    for name, at in story.path:
        target = TARGETS[name]
        files.transitions.append(
            CaseTransition(
                case=story.case, name=name, source=status, target=target, by=story.by, at=at
            )
        )
        changes = {"status": (status, target)}
        files.events.append(
            audit.build(
                type=f"case.{EVENTS[name]}",
                by=story.by,
                target=story.case,
                changes=changes,
                now=at,
            )
        )
        status = target


def _team(files: Files, story: Story, others: list[User]) -> None:
    restricted = story.case.track in RESTRICTED_TRACKS
    kind = AccessKind.FOCAL_POINT if restricted else AccessKind.ASSIGNED
    people = [(story.by, kind)] if story.rng.random() < 0.86 or restricted else []
    spare = [user for user in others if user.pk != story.by.pk]
    if people and story.rng.random() < 0.25:
        people.append((story.rng.choice(spare), AccessKind.ASSIGNED))
    files.access += [
        CaseAccess(
            case=story.case,
            user=user,
            kind=kind,
            conflict_declaration="None (fictional).",
            by=story.lead,
            since=story.case.opened_at,
        )
        for user, kind in people
    ]
    if story.rng.random() < 0.3:
        text = "Fictional note: call back before the end of the week."
        at = story.case.opened_at + timedelta(days=1)
        files.notes.append(CaseNote(case=story.case, text=text, by=story.by, at=at))


def _allegations(files: Files, story: Story, told: Told, country: Any) -> list[Allegation]:
    persons = 1 if story.rng.random() < 0.75 else 2
    cited = country.in_force(told.provisions or told.family["provisions"], told.occurred_from, None)
    made = [
        Allegation(
            id=new_id(story.rng),
            case=story.case,
            person_number=number + 1,
            type=code,
            provision=cited[0] if cited else None,
            affiliation=told.affiliation,
            contingent=country.contingents.get(told.state),
            victim_age_band=told.age,
            added_by=story.by,
            added_at=story.case.opened_at,
        )
        for number in range(persons)
        for code in told.types
    ]
    files.allegations += made
    return made


def _findings(files: Files, story: Story, allegations: list[Allegation]) -> None:
    """Adopted on every allegation once the decision was left; proposed on some before."""
    names = dict(story.path)
    adopted_at = names.get("begin_follow_up")
    proposing = names.get("begin_decision")
    if not proposing:
        return
    for allegation in allegations:
        if not adopted_at and story.rng.random() < 0.4:
            continue
        finding = Finding(
            id=new_id(story.rng),
            allegation=allegation,
            status=FindingStatus.ADOPTED if adopted_at else FindingStatus.PROPOSED,
            outcome=story.case.disposition or pick(story.rng, OUTCOMES),
            standard_of_proof="reasonable_grounds_to_believe",
            reasoning="Fictional reasoning for the demonstration.",
            proposed_by=story.by,
            proposed_at=proposing,
            decided_by=story.lead if adopted_at else None,
            decided_at=adopted_at,
        )
        files.findings.append(finding)
        files.sources.append((finding, story.reports[0]))


def build(rows: Rows, stories: list[Told], users: dict[str, User], country: Any) -> Files:
    """About 900 cases over the accepted reports; some gather two or three of them."""
    rng, files = Random(SEED + 2), Files()  # noqa: S311
    reviewers = [users[key] for key in ("reviewer", "reviewer2", "reviewer3", "reviewer4")]
    focal_points = [users["focal_point"], users["focal_point2"]]
    told = {one.id: one for one in stories}
    waiting = [r for r in rows.reports if r.status == ReportStatus.ACCEPTED]
    groups: dict[tuple[Any, ...], list[Report]] = {}
    for report in waiting:
        groups.setdefault(
            (told[report.id].family["family"], report.track, report.place_id), []
        ).append(report)
    batches = [
        group[n : n + size]
        for group in groups.values()
        for size in (rng.choice((1, 2, 2, 3)),)
        for n in range(0, len(group), size)
    ]
    rng.shuffle(batches)
    for batch in sorted(batches[:CASES], key=lambda group: group[0].filed_at):
        one = told[batch[0].id]
        team = focal_points if batch[0].track in RESTRICTED_TRACKS else reviewers
        by, moves = rng.choice(team), []
        case = _case(rng, batch, one, by, moves)
        story = Story(rng, case, batch, by, users["lead"], moves)
        files.cases.append(case)
        files.links += [
            CaseReport(case=case, report=report, added_by=by, added_at=case.opened_at)
            for report in batch
        ]
        _moves(files, story)
        _team(files, story, team)
        _findings(files, story, _allegations(files, story, one, country))
    return files
