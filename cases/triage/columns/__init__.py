"""What lists and choices of triage show."""

from cases.triage.columns.likeness import case_of, cases_that_take, likely_cases, similar
from cases.triage.columns.rows import (
    badge,
    case_rows,
    clock_badge,
    department_names,
    place_text,
    report_rows,
    type_labels,
    with_next_clock,
)
from cases.triage.columns.shares import declined_share, since_when

__all__ = [
    "badge",
    "case_of",
    "case_rows",
    "cases_that_take",
    "clock_badge",
    "declined_share",
    "department_names",
    "likely_cases",
    "place_text",
    "report_rows",
    "similar",
    "since_when",
    "type_labels",
    "with_next_clock",
]
