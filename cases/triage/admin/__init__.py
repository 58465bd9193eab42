"""The screens of reports and cases. Importing it registers them."""

from cases.triage.admin.cases import CaseAdmin
from cases.triage.admin.reports import ReportAdmin

__all__ = ["CaseAdmin", "ReportAdmin"]
