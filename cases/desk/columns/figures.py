"""What the tables of the page of leads are made of."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from oversight.deadlines.rules import ZONE

Table = dict[str, Any]

CASES, REPORTS = "admin:cases_case_changelist", "admin:cases_report_changelist"
CLOCKS = "admin:oversight_deadline_changelist"


def day_cell(at: datetime | None) -> Table:
    return {"value": date_format(at.astimezone(ZONE), "j F Y") if at else "–"}


def starts(day: date) -> datetime:
    """The first instant of a day in Port-au-Prince."""
    return timezone.make_aware(datetime.combine(day, time.min))


def begun(text: Any) -> str:
    """With a capital, as it stands alone."""
    return str(text)[:1].upper() + str(text)[1:]
