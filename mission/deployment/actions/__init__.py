"""Every write to deployment."""

from mission.deployment.actions.arrivals import record_arrival, record_departure
from mission.deployment.actions.breaches import close_breach
from mission.deployment.actions.expiring import review_expiring
from mission.deployment.actions.gate import authorise, suspend_coming, withdraw
from mission.deployment.actions.many import Answer, authorise_many, record_arrivals
from mission.deployment.actions.overrides import ask_override, decide_override
from mission.deployment.actions.roster import (
    CSV,
    commit_roster,
    import_roster,
    judge_roster,
    preview_again,
    take_aside,
    tidy_uploads,
    upload_roster,
    withdraw_roster,
    work_on,
)
from mission.deployment.actions.rotations import plan_rotation

__all__ = [
    "CSV",
    "Answer",
    "ask_override",
    "authorise",
    "authorise_many",
    "close_breach",
    "commit_roster",
    "decide_override",
    "import_roster",
    "judge_roster",
    "plan_rotation",
    "preview_again",
    "record_arrival",
    "record_arrivals",
    "record_departure",
    "review_expiring",
    "suspend_coming",
    "take_aside",
    "tidy_uploads",
    "upload_roster",
    "withdraw",
    "withdraw_roster",
    "work_on",
]
