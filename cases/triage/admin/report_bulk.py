"""Decisions on many reports at once: the single action in a loop."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.casework import actions as casework
from cases.triage.admin.bulk import Bulk
from cases.triage.admin.report_catalogue import ACCEPT, ASK, ASSIGN, DECLINE
from cases.triage.admin.report_runs import case_data
from cases.triage.forms import reports as forms


def open_together(reports: list[Any], by: Any, data: dict[str, Any]) -> Any:
    return casework.open_case(reports=reports, by=by, **case_data(dict(data)))


def declined_or_proposed(report: Any) -> Any:
    """Some reports take two people: then it is only proposed."""
    if report.status == "declined":
        return ""
    return _("Proposed only: somebody else has to confirm it.")


REPORT_BULK = (
    Bulk(
        "accept",
        ACCEPT.label,
        _("The office takes each of them up. Their clocks stop."),
        forms.AcceptMany,
        run=ACCEPT.run,
    ),
    Bulk(
        "decline",
        DECLINE.label,
        _(
            "Each is declined for the same reason, with the same message. Reports that take two "
            "people are only proposed for it."
        ),
        forms.DeclineMany,
        run=DECLINE.run,
        said=declined_or_proposed,
        tone="danger",
    ),
    Bulk(
        "ask",
        ASK.label,
        _("Each person who reported gets the same question on the site."),
        forms.AskMany,
        run=ASK.run,
    ),
    Bulk(
        "assign",
        ASSIGN.label,
        _("One person looks at all of them first."),
        forms.AssignMany,
        run=ASSIGN.run,
    ),
    Bulk(
        "open_case",
        _("Open one case"),
        _("One new case takes all of them in, and you work on it. Waiting reports are accepted."),
        forms.OpenCaseMany,
        together=open_together,
    ),
)
