"""Every write to reports."""

from cases.reports.actions.assigning import (
    ask_to_take_report,
    assign,
    hand_over_report,
    unassign,
)
from cases.reports.actions.attaching import attach_to_draft, attach_to_report, detach, download
from cases.reports.actions.deciding import (
    accept,
    amend_question,
    ask,
    decide,
    decline,
    inform,
    mark_duplicate,
    refuse_proposal,
    remind,
    reopen,
    withdraw_acceptance,
    withdraw_proposal,
    withdraw_question,
)
from cases.reports.actions.filing import file_report
from cases.reports.actions.telling import amend, answer, tell_outcome
from cases.reports.actions.templates import (
    add_template,
    edit_template,
    offer_template,
    retire_template,
)

__all__ = [
    "accept",
    "add_template",
    "amend",
    "amend_question",
    "answer",
    "ask",
    "ask_to_take_report",
    "assign",
    "attach_to_draft",
    "attach_to_report",
    "decide",
    "decline",
    "detach",
    "download",
    "edit_template",
    "file_report",
    "hand_over_report",
    "inform",
    "mark_duplicate",
    "offer_template",
    "refuse_proposal",
    "remind",
    "reopen",
    "retire_template",
    "tell_outcome",
    "unassign",
    "withdraw_acceptance",
    "withdraw_proposal",
    "withdraw_question",
]
