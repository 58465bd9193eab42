"""What the screens of triage go by: limits, and how a state looks."""

from cases.casework.choices import CaseStatus as C
from cases.reports.choices import ReportStatus as R

# Past this a list says "more than": nobody pages so far, and counting costs more than it tells.
COUNT_CAP = 10_000
PER_PAGE = 50
# One bulk action takes no more rows than a person can answer for.
BULK_CAP = 500
# More than that is done by a worker, row by row, up to as many as a list can count.
JOB_CAP = COUNT_CAP
JOBS_AT_ONCE = 3

REPORT_TONES: dict[str, str] = {
    R.SUBMITTED: "info",
    R.NEEDS_INFORMATION: "waiting",
    R.ACCEPTED: "done",
    R.DECLINED: "neutral",
    R.DUPLICATE: "neutral",
}
CASE_TONES: dict[str, str] = {
    C.ASSESSMENT: "info",
    C.INVESTIGATION: "info",
    C.AWAITING_STATE: "waiting",
    C.DECISION: "due",
    C.FOLLOW_UP: "info",
    C.SUSPENDED: "waiting",
    C.REFERRED: "waiting",
    C.CLOSED: "done",
}
FINDING_TONES: dict[str, str] = {
    "proposed": "due",
    "adopted": "done",
    "returned": "neutral",
    "replaced": "neutral",
}
