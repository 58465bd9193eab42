"""Models of deadlines and notices."""

from oversight.deadlines.models.deadline import Deadline, DeadlineChange
from oversight.deadlines.models.extension import Extension
from oversight.deadlines.models.notice import Message, Notice, NoticePreference
from oversight.deadlines.models.rule import (
    DeadlineRule,
    OfficeDay,
    calendar_of,
    office_days,
    work_calendar,
)

__all__ = [
    "Deadline",
    "DeadlineChange",
    "DeadlineRule",
    "Extension",
    "Message",
    "Notice",
    "NoticePreference",
    "OfficeDay",
    "calendar_of",
    "office_days",
    "work_calendar",
]
