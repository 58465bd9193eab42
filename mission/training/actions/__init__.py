"""Every write to training."""

from mission.training.actions.lessons import ask_for_change, decide_change
from mission.training.actions.modules import (
    add_module,
    add_requirement,
    change_module,
    end_requirement,
)
from mission.training.actions.reference import load_shipped
from mission.training.actions.results import Recorded, hold_session, record_results

__all__ = [
    "Recorded",
    "add_module",
    "add_requirement",
    "ask_for_change",
    "change_module",
    "decide_change",
    "end_requirement",
    "hold_session",
    "load_shipped",
    "record_results",
]
