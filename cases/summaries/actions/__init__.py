"""Preparing, approving, rejecting, correcting and withdrawing releases."""

from cases.summaries.actions.release import approve, prepare, reject, require_cutoff
from cases.summaries.actions.withdrawal import (
    ask_withdrawal,
    confirm_withdrawal,
    refuse_withdrawal,
)

__all__ = [
    "approve",
    "ask_withdrawal",
    "confirm_withdrawal",
    "prepare",
    "refuse_withdrawal",
    "reject",
    "require_cutoff",
]
