"""The models of the office, re-exported from their slices."""

from oversight.accounts.models import (
    ApiToken,
    FactorReset,
    Organisation,
    RoleGrant,
    SessionRecord,
    User,
)
from oversight.audit.models import Event
from oversight.deadlines.models import (
    Deadline,
    DeadlineChange,
    DeadlineRule,
    Holiday,
    Message,
    Notice,
    NoticePreference,
)
from oversight.feeds.models import FeedBook, FeedEntry
from oversight.imports.models import ImportedRow, ImportRun
from oversight.vocabularies.models import Term, Vocabulary

__all__ = [
    "ApiToken",
    "Deadline",
    "DeadlineChange",
    "DeadlineRule",
    "Event",
    "FactorReset",
    "FeedBook",
    "FeedEntry",
    "Holiday",
    "ImportRun",
    "ImportedRow",
    "Message",
    "Notice",
    "NoticePreference",
    "Organisation",
    "RoleGrant",
    "SessionRecord",
    "Term",
    "User",
    "Vocabulary",
]
