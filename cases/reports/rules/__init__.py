"""What a report must be, as pure functions: no query, no clock, no write."""

from cases.reports.rules.body import Body, PersonLine, clean
from cases.reports.rules.dates import Period, period_of
from cases.reports.rules.fingerprints import fingerprint
from cases.reports.rules.references import new_reference
from cases.reports.rules.tracks import is_child, is_sensitive, track_for

__all__ = [
    "Body",
    "Period",
    "PersonLine",
    "clean",
    "fingerprint",
    "is_child",
    "is_sensitive",
    "new_reference",
    "period_of",
    "track_for",
]
