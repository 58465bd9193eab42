"""Every write to cases."""

from cases.casework.actions.allegations import add_allegation
from cases.casework.actions.cases import add_reports, edit_case, open_case, raise_track
from cases.casework.actions.findings import adopt, propose_finding, return_finding
from cases.casework.actions.moves import apply, facts_of, moves_for
from cases.casework.actions.notes import add_note
from cases.casework.actions.people import assign, candidates, name_focal_point, recuse, unassign

__all__ = [
    "add_allegation",
    "add_note",
    "add_reports",
    "adopt",
    "apply",
    "assign",
    "candidates",
    "edit_case",
    "facts_of",
    "moves_for",
    "name_focal_point",
    "open_case",
    "propose_finding",
    "raise_track",
    "recuse",
    "return_finding",
    "unassign",
]
