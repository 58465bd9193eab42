"""What triage writes itself: reads of restricted records, saved filters, lists that left."""

from cases.triage.actions.keeping import edit_filter, remove_filter, save_filter
from cases.triage.actions.reading import note_export, note_read

__all__ = ["edit_filter", "note_export", "note_read", "remove_filter", "save_filter"]
