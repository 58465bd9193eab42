"""What triage writes itself: saved filters, lists that left, jobs on many records."""

from cases.triage.actions.exporting import note_export
from cases.triage.actions.jobs import (
    cancel_job,
    data_of,
    note_download,
    purge_jobs,
    said_of,
    start_job,
)
from cases.triage.actions.keeping import edit_filter, remove_filter, save_filter
from cases.triage.actions.running import Work, run_job

__all__ = [
    "Work",
    "cancel_job",
    "data_of",
    "edit_filter",
    "note_download",
    "note_export",
    "purge_jobs",
    "remove_filter",
    "run_job",
    "said_of",
    "save_filter",
    "start_job",
]
