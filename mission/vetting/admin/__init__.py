"""Vetting in the admin: checks, certifications, concerns, schemes."""

from mission.vetting.admin.certifications import CertificationAdmin
from mission.vetting.admin.checks import CheckAdmin
from mission.vetting.admin.concerns import ConcernAdmin
from mission.vetting.admin.schemes import SchemeAdmin

__all__ = ["CertificationAdmin", "CheckAdmin", "ConcernAdmin", "SchemeAdmin"]
