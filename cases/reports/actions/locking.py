"""Fetching a report for a change, and asking whether the person may make it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.reports.models import Report
from oversight.authority.choices import Permission
from oversight.authority.rules import NotPermitted, holds, refuse


def locked(report: Report) -> Report:
    """The row as it is now, kept from others until the transaction ends."""
    return Report.objects.select_for_update(of=("self",)).select_related("place").get(pk=report.pk)


def require_held(*, by: Any, permission: Permission) -> None:
    """The permission in any scope, where the thing itself has no department or track yet."""
    if not holds(by, permission):
        refuse()


def require_decider(*, report: Report, by: Any) -> None:
    """In reach of the report by role or case, not recused, and not who filed it."""
    require_held(by=by, permission=Permission.REPORT_TRIAGE)
    if report.filed_by_id == by.pk:
        message = _("You filed this report: somebody else has to decide on it.")
        raise NotPermitted("own_report", message)
    if not Report.objects.triable_by(by).filter(pk=report.pk).exists():
        refuse()
