"""The models of what was reported and what came of it, re-exported from their slices."""

from cases.casework.models import (
    Allegation,
    Case,
    CaseAccess,
    CaseNote,
    CaseReport,
    CaseTransition,
    Finding,
)
from cases.reports.models import (
    Report,
    ReportAmendment,
    ReportDecision,
    ReportDraft,
    ReportPerson,
    ReportProvision,
)

__all__ = [
    "Allegation",
    "Case",
    "CaseAccess",
    "CaseNote",
    "CaseReport",
    "CaseTransition",
    "Finding",
    "Report",
    "ReportAmendment",
    "ReportDecision",
    "ReportDraft",
    "ReportPerson",
    "ReportProvision",
]
