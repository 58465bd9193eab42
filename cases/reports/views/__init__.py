"""Pages of the report form and of one's own reports."""

from cases.reports.views.form import discard, new, review, sent, step
from cases.reports.views.own import one, own_list

__all__ = ["discard", "new", "one", "own_list", "review", "sent", "step"]
