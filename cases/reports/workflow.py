"""The states of a report as a table. Buttons, API, docs and tests are made from it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.reports.choices import ReportStatus
from oversight.authority.rules import Conflict

S = ReportStatus


@dataclass(frozen=True)
class Transition:
    """One move of a report. Guards are names of what the action checks before it moves.

    `starts`, `meets`, `pauses` and `resumes` name clocks.
    """

    name: str
    label: "str | Promise"
    sources: frozenset[str]
    target: str
    guards: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()


WAITING = frozenset({S.SUBMITTED})
TRIAGE = ("report_triage",)
ANSWER = ("report_answer",)
DECIDER = "decider"

TRANSITIONS: tuple[Transition, ...] = (
    Transition("accept", _("Accept"), WAITING, S.ACCEPTED, (DECIDER,), meets=TRIAGE),
    Transition(
        "decline",
        _("Decline"),
        WAITING,
        S.DECLINED,
        (DECIDER, "reason", "two_people"),
        meets=TRIAGE,
    ),
    Transition(
        "mark_duplicate",
        _("Mark as duplicate"),
        WAITING,
        S.DUPLICATE,
        (DECIDER, "reason", "original"),
        meets=TRIAGE,
    ),
    Transition(
        "ask",
        _("Ask for more"),
        WAITING,
        S.NEEDS_INFORMATION,
        (DECIDER, "message"),
        starts=ANSWER,
        pauses=TRIAGE,
    ),
    Transition(
        "answer",
        _("Answer"),
        frozenset({S.NEEDS_INFORMATION}),
        S.SUBMITTED,
        ("filer_or_decider", "text"),
        meets=ANSWER,
        resumes=TRIAGE,
    ),
    Transition(
        "reopen",
        _("Reopen"),
        frozenset({S.DECLINED, S.DUPLICATE}),
        S.SUBMITTED,
        (DECIDER, "reason"),
        starts=TRIAGE,
    ),
)
BY_NAME = {transition.name: transition for transition in TRANSITIONS}
# The first half of declining a report that takes two people: the state stays.
PROPOSE_DECLINE = "propose_decline"
DECISIONS = tuple(t.name for t in TRANSITIONS if DECIDER in t.guards)


def available(status: str) -> tuple[Transition, ...]:
    """The moves a report in this state may make."""
    return tuple(t for t in TRANSITIONS if status in t.sources)


def transition_from(status: str, name: str) -> Transition:
    """The move of this name, or a refusal naming the state the report is in."""
    transition = BY_NAME[name]
    if status not in transition.sources:
        message = _("This report is “%(status)s”: that is not possible now.")
        label = ReportStatus(status).label
        raise Conflict("not_in_this_state", message % {"status": label}, "/name")
    return transition
