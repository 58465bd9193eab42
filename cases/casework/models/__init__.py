"""Models of casework."""

from cases.casework.models.allegation import Allegation
from cases.casework.models.case import Case, CaseReport
from cases.casework.models.concern import CaseConcern, CaseProtection
from cases.casework.models.finding import Finding
from cases.casework.models.parts import CaseAccess, CaseNote, CaseTransition

__all__ = [
    "Allegation",
    "Case",
    "CaseAccess",
    "CaseConcern",
    "CaseNote",
    "CaseProtection",
    "CaseReport",
    "CaseTransition",
    "Finding",
]
