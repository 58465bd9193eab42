"""Pages of the report form and of one's own reports."""

from cases.reports.views.files import files, original_file, picture
from cases.reports.views.form import discard, new, review, step
from cases.reports.views.own import one, own_list
from cases.reports.views.receipt import again, receipt_text, sent

__all__ = [
    "again",
    "discard",
    "files",
    "new",
    "one",
    "original_file",
    "own_list",
    "picture",
    "receipt_text",
    "review",
    "sent",
    "step",
]
