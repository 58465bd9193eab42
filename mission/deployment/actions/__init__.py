"""Every write to deployment."""

from mission.deployment.actions.arrivals import record_arrival, record_departure
from mission.deployment.actions.breaches import close_breach
from mission.deployment.actions.expiring import review_expiring
from mission.deployment.actions.gate import authorise, suspend_coming, withdraw
from mission.deployment.actions.many import Answer, authorise_many
from mission.deployment.actions.overrides import ask_override, decide_override
from mission.deployment.actions.roster import import_roster
from mission.deployment.actions.rotations import plan_rotation

__all__ = [
    "Answer",
    "ask_override",
    "authorise",
    "authorise_many",
    "close_breach",
    "decide_override",
    "import_roster",
    "plan_rotation",
    "record_arrival",
    "record_departure",
    "review_expiring",
    "suspend_coming",
    "withdraw",
]
