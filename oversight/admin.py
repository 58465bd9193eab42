"""Admin classes of the oversight app, imported so that Django registers them."""

from oversight.audit.admin import EventAdmin
from oversight.deadlines.admin import DeadlineAdmin, DeadlineRuleAdmin, HolidayAdmin
from oversight.imports.admin import ImportRunAdmin

__all__ = ["DeadlineAdmin", "DeadlineRuleAdmin", "EventAdmin", "HolidayAdmin", "ImportRunAdmin"]
