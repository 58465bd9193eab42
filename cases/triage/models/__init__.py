"""What triage keeps of its own."""

from cases.triage.models.jobs import BulkJob, BulkJobRow
from cases.triage.models.lists import ListExport, SavedFilter

__all__ = ["BulkJob", "BulkJobRow", "ListExport", "SavedFilter"]
