"""The models of what was reported and what came of it, re-exported from their slices."""

from cases.casework.models import (
    Allegation,
    Case,
    CaseAccess,
    CaseConcern,
    CaseNote,
    CaseProtection,
    CaseReport,
    CaseTransition,
    Finding,
)
from cases.reports.models import (
    MessageTemplate,
    ReferralContact,
    Report,
    ReportAmendment,
    ReportAttachment,
    ReportDecision,
    ReportDraft,
    ReportPerson,
    ReportProvision,
)
from cases.summaries.models import Release, ReleaseTable, Withdrawal
from cases.triage.models import BulkJob, BulkJobRow, ListExport, SavedFilter

__all__ = [
    "Allegation",
    "BulkJob",
    "BulkJobRow",
    "Case",
    "CaseAccess",
    "CaseConcern",
    "CaseNote",
    "CaseProtection",
    "CaseReport",
    "CaseTransition",
    "Finding",
    "ListExport",
    "MessageTemplate",
    "ReferralContact",
    "Release",
    "ReleaseTable",
    "Report",
    "ReportAmendment",
    "ReportAttachment",
    "ReportDecision",
    "ReportDraft",
    "ReportPerson",
    "ReportProvision",
    "SavedFilter",
    "Withdrawal",
]
