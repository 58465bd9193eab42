"""Models of reports."""

from cases.reports.models.attachment import ReportAttachment
from cases.reports.models.decision import ReportDecision
from cases.reports.models.draft import ReportDraft
from cases.reports.models.parts import ReportAmendment, ReportPerson, ReportProvision
from cases.reports.models.referral import ReferralContact
from cases.reports.models.report import Report
from cases.reports.models.template import MessageTemplate

__all__ = [
    "MessageTemplate",
    "ReferralContact",
    "Report",
    "ReportAmendment",
    "ReportAttachment",
    "ReportDecision",
    "ReportDraft",
    "ReportPerson",
    "ReportProvision",
]
