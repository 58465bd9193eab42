"""Taking, keeping, examining, opening and removing files."""

from oversight.files.actions.examining import examine, examine_waiting, scanner_answers
from oversight.files.actions.incoming import Incoming
from oversight.files.actions.keeping import check, keep, name_of, remove, sweep
from oversight.files.actions.reading import note_download, open_original, open_preview

__all__ = [
    "Incoming",
    "check",
    "examine",
    "examine_waiting",
    "keep",
    "name_of",
    "note_download",
    "open_original",
    "open_preview",
    "remove",
    "scanner_answers",
    "sweep",
]
