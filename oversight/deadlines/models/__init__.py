"""Models of deadlines and notices."""

from oversight.deadlines.models.deadline import Deadline, DeadlineChange
from oversight.deadlines.models.notice import Message, Notice, NoticePreference
from oversight.deadlines.models.rule import DeadlineRule, Holiday, work_calendar

__all__ = [
    "Deadline",
    "DeadlineChange",
    "DeadlineRule",
    "Holiday",
    "Message",
    "Notice",
    "NoticePreference",
    "work_calendar",
]
