"""Every write to reports."""

from cases.reports.actions.assigning import assign, unassign
from cases.reports.actions.deciding import accept, ask, decide, decline, mark_duplicate, reopen
from cases.reports.actions.filing import file_report
from cases.reports.actions.reading import note_reading
from cases.reports.actions.telling import amend, answer

__all__ = [
    "accept",
    "amend",
    "answer",
    "ask",
    "assign",
    "decide",
    "decline",
    "file_report",
    "mark_duplicate",
    "note_reading",
    "reopen",
    "unassign",
]
