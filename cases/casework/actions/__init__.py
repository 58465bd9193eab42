"""Every write to cases."""

from cases.casework.actions.allegations import add_allegation
from cases.casework.actions.cases import edit_case, open_case, raise_track
from cases.casework.actions.concerns import lift_case_concern
from cases.casework.actions.findings import (
    adopt,
    may_find_anew,
    propose_finding,
    return_finding,
    taken_up,
)
from cases.casework.actions.handing import ask_to_take, hand_over
from cases.casework.actions.lessons import pass_lesson_on
from cases.casework.actions.moves import apply, facts_of, moves_for
from cases.casework.actions.moving import (
    Left,
    add_reports,
    left_by,
    move_report,
    split_report,
    take_acceptance_back,
)
from cases.casework.actions.notes import add_note
from cases.casework.actions.people import (
    assign,
    candidates,
    name_focal_point,
    recuse,
    seers,
    unassign,
)
from cases.casework.actions.persons import name_person
from cases.casework.actions.protection import assess, decide_assessment, read_grounds

__all__ = [
    "Left",
    "add_allegation",
    "add_note",
    "add_reports",
    "adopt",
    "apply",
    "ask_to_take",
    "assess",
    "assign",
    "candidates",
    "decide_assessment",
    "edit_case",
    "facts_of",
    "hand_over",
    "left_by",
    "lift_case_concern",
    "may_find_anew",
    "move_report",
    "moves_for",
    "name_focal_point",
    "name_person",
    "open_case",
    "pass_lesson_on",
    "propose_finding",
    "raise_track",
    "read_grounds",
    "recuse",
    "return_finding",
    "seers",
    "split_report",
    "take_acceptance_back",
    "taken_up",
    "unassign",
]
