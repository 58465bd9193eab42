"""Clocks, their rules and the days of the office in the admin."""

from oversight.deadlines.admin.clocks import DeadlineAdmin, clock_buttons
from oversight.deadlines.admin.days import OfficeDayAdmin
from oversight.deadlines.admin.policy import DeadlineRuleAdmin

__all__ = ["DeadlineAdmin", "DeadlineRuleAdmin", "OfficeDayAdmin", "clock_buttons"]
