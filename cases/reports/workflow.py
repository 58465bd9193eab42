"""The states of a report as a table. Buttons, API, docs and tests are made from it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.reports.choices import ReportStatus
from oversight.authority.rules import Conflict

S = ReportStatus
Text = str | Promise
# The target of a move that is written down and leaves the report in its state.
STAYS = ""


@dataclass(frozen=True)
class Transition:
    """One move of a report. Guards are names of what the action checks before it moves.

    `starts`, `meets`, `cancels`, `pauses` and `resumes` name clocks.
    """

    name: str
    label: Text
    sources: frozenset[str]
    target: str
    guards: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()

    def leads_to(self, status: str) -> str:
        return self.target or status


WAITING = frozenset({S.SUBMITTED})
ASKED = frozenset({S.NEEDS_INFORMATION})
DECIDED = frozenset({S.ACCEPTED, S.DECLINED, S.DUPLICATE})
TRIAGE = ("report_triage",)
ANSWER = ("report_answer",)
DECIDER = "decider"
TWO_PEOPLE = "two_people"

TRANSITIONS: tuple[Transition, ...] = (
    Transition("accept", _("Accept"), WAITING, S.ACCEPTED, (DECIDER,), meets=TRIAGE),
    Transition(
        "decline",
        _("Decline"),
        WAITING,
        S.DECLINED,
        (DECIDER, "reason", TWO_PEOPLE),
        meets=TRIAGE,
    ),
    Transition(
        "mark_duplicate",
        _("Mark as duplicate"),
        WAITING,
        S.DUPLICATE,
        (DECIDER, "reason", "original", TWO_PEOPLE),
        meets=TRIAGE,
    ),
    Transition(
        "refuse_proposal",
        _("Do not follow the proposal"),
        WAITING,
        STAYS,
        (DECIDER, "reason", "proposal_of_another"),
    ),
    Transition(
        "withdraw_proposal",
        _("Take the proposal back"),
        WAITING,
        STAYS,
        (DECIDER, "own_proposal"),
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
        "amend_question",
        _("Ask in other words"),
        ASKED,
        STAYS,
        (DECIDER, "message"),
        cancels=ANSWER,
        starts=ANSWER,
    ),
    Transition("remind", _("Remind of the question"), ASKED, STAYS, (DECIDER, "not_just_told")),
    Transition(
        "withdraw_question",
        _("Withdraw the question"),
        ASKED,
        S.SUBMITTED,
        (DECIDER, "reason"),
        cancels=ANSWER,
        resumes=TRIAGE,
    ),
    Transition(
        "answer",
        _("Answer"),
        ASKED,
        S.SUBMITTED,
        ("filer_or_decider", "text"),
        meets=ANSWER,
        resumes=TRIAGE,
    ),
    Transition(
        "withdraw_acceptance",
        _("Take the acceptance back"),
        frozenset({S.ACCEPTED}),
        S.SUBMITTED,
        (DECIDER, "reason", "message_when_told", "in_no_case"),
        starts=TRIAGE,
    ),
    Transition(
        "reopen",
        _("Reopen"),
        frozenset({S.DECLINED, S.DUPLICATE}),
        S.SUBMITTED,
        (DECIDER, "reason"),
        starts=TRIAGE,
    ),
    Transition(
        "inform",
        _("Write to the person who reported"),
        DECIDED,
        STAYS,
        (DECIDER, "message"),
    ),
)
BY_NAME = {transition.name: transition for transition in TRANSITIONS}
# The first half of setting a report aside that takes two people: the state stays.
PROPOSALS = {"decline": "propose_decline", "mark_duplicate": "propose_duplicate"}
PROPOSED = tuple(PROPOSALS.values())
# What puts a question to who reported; the last of them is the one that waits.
QUESTIONS = ("ask", "amend_question")
# What ends the work of triage on a report, for now.
OUTCOMES = ("accept", "decline", "mark_duplicate")
DECISIONS = tuple(t.name for t in TRANSITIONS if DECIDER in t.guards)

GUARDS: dict[str, Text] = {
    DECIDER: _("Somebody else decides on a report that one filed."),
    "filer_or_decider": _("Who filed the report answers, or somebody who may decide on it."),
    "reason": _("Write the reason for your colleagues."),
    "message": _("Write the message to the person who reported."),
    "message_when_told": _(
        "The person who reported was told that it was accepted: write to them now."
    ),
    "text": _("Write what you want to add."),
    "original": _("Name the report that this one repeats."),
    TWO_PEOPLE: _("A report of such grave matters takes two people to set aside."),
    "proposal_of_another": _("Nobody else has proposed to set this report aside."),
    "own_proposal": _("You have not proposed to set this report aside."),
    "in_no_case": _("The report is in a case: it has to be taken out of it as well."),
    "not_just_told": _("The person was asked or reminded less than a day ago."),
}


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
