"""How a check moves: the one table that buttons, API, page and test read."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mission.vetting.choices import CheckStatus
from oversight.authority.choices import Permission

S, P = CheckStatus, Permission
GOOD = frozenset({S.CLEARED, S.CONDITIONAL})
PENDING = frozenset({S.REQUESTED, S.IN_REVIEW})
# What a review can end with.
OUTCOMES = (S.CLEARED, S.CONDITIONAL, S.REFUSED, S.WITHDRAWN, S.UNABLE_TO_COMPLETE)


@dataclass(frozen=True)
class Transition:
    """One move. `by_two`: proposed by one person, decided by another."""

    name: str
    label: "str | Promise"
    sources: frozenset[str]
    target: str
    permission: Permission | None
    by_two: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "take_up", _("Start the review"), frozenset({S.REQUESTED}), S.IN_REVIEW, P.VETTING_WORK
    ),
    Transition("clear", _("Clear"), frozenset({S.IN_REVIEW}), S.CLEARED, P.VETTING_DECIDE, True),
    Transition(
        "clear_with_conditions",
        _("Clear with conditions"),
        frozenset({S.IN_REVIEW}),
        S.CONDITIONAL,
        P.VETTING_DECIDE,
        True,
    ),
    Transition(
        "refuse", _("Do not clear"), frozenset({S.IN_REVIEW}), S.REFUSED, P.VETTING_DECIDE, True
    ),
    Transition(
        "withdraw", _("Withdraw"), frozenset({S.IN_REVIEW}), S.WITHDRAWN, P.VETTING_DECIDE, True
    ),
    Transition(
        "give_up",
        _("Close as not completed"),
        frozenset({S.IN_REVIEW}),
        S.UNABLE_TO_COMPLETE,
        P.VETTING_DECIDE,
        True,
    ),
    Transition("suspend", _("Suspend"), GOOD, S.SUSPENDED, P.VETTING_WORK),
    # By the calendar alone.
    Transition("expire", _("Expire"), GOOD, S.EXPIRED, None),
    Transition("revoke", _("Revoke"), GOOD | {S.SUSPENDED}, S.REVOKED, P.VETTING_DECIDE, True),
    Transition(
        "resume", _("Clear again"), frozenset({S.SUSPENDED}), S.CLEARED, P.VETTING_DECIDE, True
    ),
)
BY_NAME = {move.name: move for move in TRANSITIONS}


def moves_from(status: str) -> tuple[Transition, ...]:
    """What can follow."""
    return tuple(move for move in TRANSITIONS if status in move.sources)


def move_to(status: str, target: str) -> Transition | None:
    """The move that leads from one status to another, if there is one."""
    return next((move for move in moves_from(status) if move.target == target), None)
