"""Training in the admin: modules, sessions, results, requests for change."""

from mission.force.rules import register_person_filter
from mission.training.admin.filters import UntrainedFilter
from mission.training.admin.modules import ModuleAdmin, ModuleChangeRequestAdmin
from mission.training.admin.sessions import ResultAdmin, SessionAdmin

register_person_filter(UntrainedFilter)

__all__ = ["ModuleAdmin", "ModuleChangeRequestAdmin", "ResultAdmin", "SessionAdmin"]
