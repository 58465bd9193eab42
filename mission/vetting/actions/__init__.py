"""Every write to vetting."""

from mission.vetting.actions.appeals import decide_appeal, lodge_appeal
from mission.vetting.actions.certifying import certify, decide_certification
from mission.vetting.actions.checks import (
    add_evidence,
    apply,
    decide,
    propose_outcome,
    request_check,
)
from mission.vetting.actions.concerns import (
    confirm_concern,
    lift_concern,
    propose_lifting,
    record_concern,
)
from mission.vetting.actions.expiring import expire_due
from mission.vetting.actions.reference import load_shipped
from mission.vetting.actions.schemes import (
    add_requirement,
    add_scheme,
    change_scheme,
    end_requirement,
)
from mission.vetting.actions.telling import assess_protection, tell_state
from mission.vetting.actions.units import commander_changed

__all__ = [
    "add_evidence",
    "add_requirement",
    "add_scheme",
    "apply",
    "assess_protection",
    "certify",
    "change_scheme",
    "commander_changed",
    "confirm_concern",
    "decide",
    "decide_appeal",
    "decide_certification",
    "end_requirement",
    "expire_due",
    "lift_concern",
    "load_shipped",
    "lodge_appeal",
    "propose_lifting",
    "propose_outcome",
    "record_concern",
    "request_check",
    "tell_state",
]
