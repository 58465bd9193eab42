"""What triage writes itself: saved filters, lists that left."""

from cases.triage.actions.exporting import note_export
from cases.triage.actions.keeping import edit_filter, remove_filter, save_filter

__all__ = ["edit_filter", "note_export", "remove_filter", "save_filter"]
