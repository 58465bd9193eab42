"""What the rest of the house is told about reports when the site starts."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from cases.reports.actions.following import workers
from cases.reports.models import Report
from oversight.subjects.rules import Subject, register


def _page(report: Any) -> str:
    return reverse("reports:one", args=[report.reference])


def _page_for(report: Any, user: Any) -> str:
    """Own reports open on the site; a decider's work is in the admin."""
    if report.filed_by_id != user.pk:
        try:
            return reverse("admin:cases_report_change", args=[report.pk])
        except NoReverseMatch:
            pass
    return _page(report)


def _worked_by(user: Any) -> Any:
    rows = Report.objects.triable_by(user)
    return rows.filter(assigned_to=None) | rows.filter(assigned_to=user.pk)


def tell_the_house() -> None:
    """Called once, by the app's `ready()`."""
    register(
        Subject(
            label="cases.report",
            title=lambda report: report.reference,
            url=_page,
            url_for=_page_for,
            people=workers,
            worked_by=_worked_by,
            workable=Report.objects.triable_by,
        )
    )
