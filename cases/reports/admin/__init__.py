"""Screens of what the office keeps for reports. Importing it registers them."""

from cases.reports.admin.referrals import ReferralContactAdmin
from cases.reports.admin.templates import MessageTemplateAdmin

__all__ = ["MessageTemplateAdmin", "ReferralContactAdmin"]
