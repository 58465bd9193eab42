"""What can be done with a case: its transitions, and one dialog per other action."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.casework import actions
from cases.casework.access import reaches_case, rights_on
from cases.casework.choices import CaseStatus
from cases.casework.models import Case
from cases.casework.workflow import DECIDING, Move
from cases.triage.admin import case_runs as runs
from cases.triage.admin.case_catalogue import (
    ADD_ALLEGATION,
    ADD_REPORT,
    ADOPT,
    ASK_TO_TAKE,
    ASSIGN,
    EDIT,
    FOCAL_POINT,
    HAND_OVER,
    MOVE_REPORT,
    NOTE,
    PROPOSE,
    RAISE,
    RECUSE,
    RETURN,
    SPLIT_REPORT,
    TAKE_BACK,
    UNASSIGN,
)
from cases.triage.admin.passing_catalogue import (
    AGREE,
    ASSESS,
    DISAGREE,
    GROUNDS,
    LESSON,
    NAME_PERSON,
)
from cases.triage.forms import cases as forms
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission

Text = str | Promise
Rights = Callable[[Permission], bool]
P = Permission

# What each transition does, beside moving the case: said before it is done.
EFFECTS: dict[str, Text] = {
    "start_investigation": _("The clock of the assessment ends; that of the investigation begins."),
    "await_state": _("The clock of the investigation waits; the State's own begins."),
    "state_answered": _("The State's clock ends; that of the investigation runs on."),
    "begin_decision": _("The investigation ends. Findings are adopted now."),
    "return_to_investigation": _("The decision stops, and the investigation has a new clock."),
    "begin_follow_up": _("What was decided is carried out and watched. Its clock begins."),
    "close": _("All clocks end. The case can be opened again."),
    "suspend": _("Nothing is done for now, and the running clock waits."),
    "resume": _("The case goes on where it stopped, and its clock runs on."),
    "refer_out": _("Another body handles it. The clocks end; the office can take the case back."),
    "take_back": _("The office assesses the case anew, with a new clock."),
    "reopen": _("The investigation goes on, with a new clock. How the case ended is taken back."),
}
PRIMARY = {"start_investigation", "begin_decision", "begin_follow_up", "state_answered", "resume"}


def move_dialog(move: Move) -> Dialog:
    """The dialog of one transition, with what still stands in its way."""
    transition = move.transition
    blocked = " ".join(str(no.message) for no in move.blocked_by)
    target = CaseStatus(move.target).label
    return Dialog(
        transition.name,
        transition.label,
        _("The case becomes “%(status)s”. %(effect)s")
        % {"status": target, "effect": EFFECTS.get(transition.name, "")},
        forms.move_dialog(transition),
        runs.moving(transition.name),
        done=_("The case is “%(status)s” now.") % {"status": target},
        tone="primary" if transition.name in PRIMARY else "secondary",
        blocked=lambda case, by: blocked,
    )


def _working(case: Case, may: Rights) -> list[Dialog]:
    if not may(P.CASE_WORK):
        return []
    found = [NOTE, EDIT, ASK_TO_TAKE, LESSON, ASSESS, AGREE, DISAGREE]
    if case.status not in ("closed", "suspended", "referred"):
        found += [ADD_ALLEGATION, NAME_PERSON, ADD_REPORT, MOVE_REPORT, SPLIT_REPORT, TAKE_BACK]
    if case.track != "child":
        found.append(RAISE)
    return [*found, GROUNDS] if may(P.IDENTITY_REVEAL) else found


def _people(case: Case, by: Any, may: Rights) -> list[Dialog]:
    """The circle of a restricted case is widened only by whose role reaches it."""
    if not may(P.CASE_ASSIGN):
        return [RECUSE]
    if not case.is_restricted:
        return [ASSIGN, RECUSE, UNASSIGN, HAND_OVER]
    inside = reaches_case(by, P.CASE_ASSIGN, case)
    return [ASSIGN, FOCAL_POINT, RECUSE, UNASSIGN, HAND_OVER] if inside else [RECUSE]


def _findings(case: Case, may: Rights) -> list[Dialog]:
    if case.status not in DECIDING:
        return []
    found = [PROPOSE] if may(P.FINDING_PROPOSE) else []
    return [*found, ADOPT, RETURN] if may(P.FINDING_ADOPT) else found


def case_dialogs(case: Case, by: Any) -> dict[str, Dialog]:
    """What this person can do with the case as it is now; blocked moves are there with their why."""
    may = rights_on(by, case)
    moves = [move_dialog(move) for move in actions.moves_for(case=case, by=by, may=may)]
    rest = _working(case, may) + _people(case, by, may) + _findings(case, may)
    return {dialog.name: dialog for dialog in [*moves, *rest]}
