"""Rosters: a list of people as a State sends it, brought into register and arrivals."""

from mission.deployment.actions.roster.arriving import CSV, judge_roster
from mission.deployment.actions.roster.target import ROSTER, import_roster
from mission.deployment.actions.roster.uploads import (
    commit_roster,
    preview_again,
    take_aside,
    tidy_uploads,
    upload_roster,
    withdraw_roster,
)
from mission.deployment.actions.roster.working import work_on

__all__ = [
    "CSV",
    "ROSTER",
    "commit_roster",
    "import_roster",
    "judge_roster",
    "preview_again",
    "take_aside",
    "tidy_uploads",
    "upload_roster",
    "withdraw_roster",
    "work_on",
]
