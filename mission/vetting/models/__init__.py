"""Schemes, checks and what hangs on them, concerns."""

from mission.vetting.models.certification import Certification
from mission.vetting.models.check import Appeal, Check, CheckMove, Evidence
from mission.vetting.models.concern import Concern, ProtectionAssessment, StateNotice
from mission.vetting.models.scheme import Scheme, SchemeRequirement
from mission.vetting.models.validity import Validity

__all__ = [
    "Appeal",
    "Certification",
    "Check",
    "CheckMove",
    "Concern",
    "Evidence",
    "ProtectionAssessment",
    "Scheme",
    "SchemeRequirement",
    "StateNotice",
    "Validity",
]
