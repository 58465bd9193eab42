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
    Extension,
    Message,
    Notice,
    NoticePreference,
    OfficeDay,
)
from oversight.feeds.models import FeedBook, FeedEntry
from oversight.files.models import StoredFile
from oversight.imports.models import ImportedRow, ImportRun
from oversight.vocabularies.models import Term, Vocabulary

__all__ = [
    "ApiToken",
    "Deadline",
    "DeadlineChange",
    "DeadlineRule",
    "Event",
    "Extension",
    "FactorReset",
    "FeedBook",
    "FeedEntry",
    "ImportRun",
    "ImportedRow",
    "Message",
    "Notice",
    "NoticePreference",
    "OfficeDay",
    "Organisation",
    "RoleGrant",
    "SessionRecord",
    "StoredFile",
    "Term",
    "User",
    "Vocabulary",
]
