"""How a case moves: one tuple of transitions, their guards, and what a case may do next.

Buttons, API, the page of the documentation and the decision-table test all come from `TRANSITIONS`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.casework.choices import CaseStatus as S
from oversight.authority.choices import RESTRICTED_TRACKS, Permission

Text = str | Promise


@dataclass(frozen=True)
class Facts:
    """What the guards may know about a case, with what the mover has typed so far."""

    status: str = S.ASSESSMENT
    track: str = "general"
    severity: str = "moderate"
    # Where the case was before it was suspended.
    held_status: str = ""
    allegations: int = 0
    allegations_without_adopted_finding: int = 0
    findings_waiting: int = 0
    focal_points: int = 0
    reason: str = ""
    disposition: str = ""
    feedback: str = ""


Guard = Callable[[Facts], bool]


def has_focal_point_when_restricted(facts: Facts) -> bool:
    return facts.track not in RESTRICTED_TRACKS or facts.focal_points > 0


def has_allegation(facts: Facts) -> bool:
    return facts.allegations > 0


def has_adopted_finding_on_every_allegation(facts: Facts) -> bool:
    return facts.allegations_without_adopted_finding == 0


def has_every_finding_when_decided(facts: Facts) -> bool:
    """A case closed without an investigation has none; allegations added later need theirs."""
    return facts.status != S.FOLLOW_UP or facts.allegations_without_adopted_finding == 0


def has_no_finding_waiting(facts: Facts) -> bool:
    return facts.findings_waiting == 0


def has_reason(facts: Facts) -> bool:
    return bool(facts.reason.strip())


def has_disposition(facts: Facts) -> bool:
    return facts.disposition not in ("", "pending")


def has_feedback_decision(facts: Facts) -> bool:
    return bool(facts.feedback)


def is_not_resolved_informally_when_grave(facts: Facts) -> bool:
    grave = facts.track in RESTRICTED_TRACKS or facts.severity == "grave"
    return not (grave and facts.disposition == "resolved_informally")


REFUSALS: dict[Guard, Text] = {
    has_focal_point_when_restricted: _("Name a focal point first: this track is restricted."),
    has_allegation: _("Add at least one allegation first."),
    has_adopted_finding_on_every_allegation: _("Every allegation needs an adopted finding first."),
    has_every_finding_when_decided: _("Every allegation needs an adopted finding first."),
    has_no_finding_waiting: _("A finding waits to be adopted or returned."),
    has_reason: _("Give a reason."),
    has_disposition: _("Choose how the case ended."),
    has_feedback_decision: _("Say whether the person who reported was told the outcome."),
    is_not_resolved_informally_when_grave: _(
        "A case of this gravity cannot be resolved informally."
    ),
}
# Guards about what the mover types: the form asks for it, so it does not block beforehand.
ASKS: dict[Guard, str] = {
    has_reason: "reason",
    has_disposition: "disposition",
    has_feedback_decision: "feedback",
    is_not_resolved_informally_when_grave: "disposition",
}

# The clock that runs while a case is in a state.
STAGE_CLOCKS: dict[str, str] = {
    S.ASSESSMENT: "case_assessment",
    S.INVESTIGATION: "case_investigation",
    S.AWAITING_STATE: "state_response",
    S.DECISION: "case_decision",
    S.FOLLOW_UP: "case_follow_up",
}
EVERY_CLOCK = tuple(STAGE_CLOCKS.values())
WORKING = tuple(STAGE_CLOCKS)
# States in which findings are proposed and decided.
DECIDING = (S.INVESTIGATION, S.AWAITING_STATE, S.DECISION, S.FOLLOW_UP)
# Where a transition leads back to what `held_status` remembers.
HELD = "held"


@dataclass(frozen=True)
class Transition:
    """One row of the table. `starts` and `meets` are clocks."""

    name: str
    sources: tuple[str, ...]
    target: str
    permission: Permission
    guards: tuple[Guard, ...] = ()
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()

    @property
    def label(self) -> Text:
        return LABELS[self.name]

    @property
    def asks(self) -> tuple[str, ...]:
        """What the mover must type: reason, disposition, feedback."""
        return tuple(dict.fromkeys(ASKS[guard] for guard in self.guards if guard in ASKS))

    def leads_to(self, facts: Facts) -> str:
        return facts.held_status if self.target == HELD else self.target


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "start_investigation",
        (S.ASSESSMENT,),
        S.INVESTIGATION,
        Permission.CASE_WORK,
        guards=(has_focal_point_when_restricted,),
        starts=("case_investigation",),
        meets=("case_assessment",),
    ),
    Transition(
        "await_state",
        (S.INVESTIGATION,),
        S.AWAITING_STATE,
        Permission.CASE_WORK,
        starts=("state_response",),
    ),
    Transition(
        "state_answered",
        (S.AWAITING_STATE,),
        S.INVESTIGATION,
        Permission.CASE_WORK,
        meets=("state_response",),
    ),
    Transition(
        "begin_decision",
        (S.INVESTIGATION, S.AWAITING_STATE),
        S.DECISION,
        Permission.CASE_WORK,
        starts=("case_decision",),
        meets=("case_investigation", "state_response"),
    ),
    Transition(
        "return_to_investigation",
        (S.DECISION,),
        S.INVESTIGATION,
        Permission.CASE_WORK,
        guards=(has_reason,),
        starts=("case_investigation",),
        meets=("case_decision",),
    ),
    Transition(
        "begin_follow_up",
        (S.DECISION,),
        S.FOLLOW_UP,
        Permission.CASE_WORK,
        guards=(has_allegation, has_adopted_finding_on_every_allegation),
        starts=("case_follow_up",),
        meets=("case_decision",),
    ),
    Transition(
        "close",
        (S.ASSESSMENT, S.FOLLOW_UP, S.REFERRED),
        S.CLOSED,
        Permission.CASE_WORK,
        guards=(
            has_every_finding_when_decided,
            has_no_finding_waiting,
            has_disposition,
            is_not_resolved_informally_when_grave,
            has_feedback_decision,
        ),
        meets=EVERY_CLOCK,
    ),
    Transition(
        "suspend",
        (*WORKING, S.REFERRED),
        S.SUSPENDED,
        Permission.CASE_WORK,
        guards=(has_reason,),
    ),
    Transition("resume", (S.SUSPENDED,), HELD, Permission.CASE_WORK),
    Transition(
        "refer_out",
        (*WORKING, S.SUSPENDED),
        S.REFERRED,
        Permission.CASE_WORK,
        guards=(has_reason,),
        meets=EVERY_CLOCK,
    ),
    Transition(
        "take_back",
        (S.REFERRED,),
        S.ASSESSMENT,
        Permission.CASE_WORK,
        starts=("case_assessment",),
    ),
    Transition(
        "reopen",
        (S.CLOSED,),
        S.INVESTIGATION,
        Permission.CASE_WORK,
        guards=(has_reason, has_focal_point_when_restricted),
        starts=("case_investigation",),
    ),
)

BY_NAME: dict[str, Transition] = {transition.name: transition for transition in TRANSITIONS}

LABELS: dict[str, Text] = {
    "start_investigation": _("Start the investigation"),
    "await_state": _("Wait for the contributing State"),
    "state_answered": _("Record the answer of the State"),
    "begin_decision": _("Begin the decision"),
    "return_to_investigation": _("Return to investigation"),
    "begin_follow_up": _("Begin the follow-up"),
    "close": _("Close the case"),
    "suspend": _("Suspend the case"),
    "resume": _("Resume the case"),
    "refer_out": _("Refer to another body"),
    "take_back": _("Take the case back"),
    "reopen": _("Open the case again"),
}


@dataclass(frozen=True)
class Refusal:
    """One guard that says no, and the field it asks for ("" = none)."""

    code: str
    message: Text
    asks: str = ""


@dataclass(frozen=True)
class Move:
    """One transition that the state of a case allows, and what still stands in its way."""

    transition: Transition
    target: str
    blocked_by: tuple[Refusal, ...] = ()

    @property
    def is_possible(self) -> bool:
        return not self.blocked_by


def refusals(transition: Transition, facts: Facts) -> tuple[Refusal, ...]:
    """Every guard of the transition that says no to these facts."""
    return tuple(
        Refusal(guard.__name__, REFUSALS[guard], ASKS.get(guard, ""))
        for guard in transition.guards
        if not guard(facts)
    )


def available(facts: Facts) -> tuple[Move, ...]:
    """What the case may do next; what a form will ask for does not count as blocking."""
    return tuple(
        Move(
            transition,
            transition.leads_to(facts),
            tuple(no for no in refusals(transition, facts) if not no.asks),
        )
        for transition in TRANSITIONS
        if facts.status in transition.sources
    )
