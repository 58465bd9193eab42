"""How the dialogs of a report call the actions."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.casework import actions as casework
from cases.casework.models import Case
from cases.reports import actions
from cases.reports.models import Report
from cases.triage.forms.messages import said
from oversight.sealing.actions import reveal

Data = dict[str, Any]
Text = str | Promise
OWN = _("You filed this report: somebody else has to decide on it.")


def deciding(name: str) -> Callable[[Report, Any, Data], Report]:
    """One decision of the workflow as a dialog runs it."""

    def run(report: Report, by: Any, data: Data) -> Report:
        return actions.decide(report=report, name=name, by=by, **said(report, data))

    return run


def assign(report: Report, by: Any, data: Data) -> Report:
    return actions.assign(report=report, by=by, **data)


def answer(report: Report, by: Any, data: Data) -> Report:
    return actions.answer(report=report, by=by, **data)


def case_data(data: Data) -> Data:
    """The cover of a case as the action takes it."""
    declared = data.pop("declaration", False)
    return data | {"track": data["track"] or None, "declaration": "no_conflict" if declared else ""}


def open_case(report: Report, by: Any, data: Data) -> Case:
    return casework.open_case(reports=[report], by=by, **case_data(data))


def add_to_case(report: Report, by: Any, data: Data) -> Case:
    return casework.add_reports(reports=[report], by=by, **data)


def take_acceptance_back(report: Report, by: Any, data: Data) -> Report:
    return casework.take_acceptance_back(report=report, by=by, **said(report, data))


def hand_over(report: Report, by: Any, data: Data) -> Any:
    return casework.hand_over(report=report, by=by, **data)


def ask_to_take(report: Report, by: Any, data: Data) -> Any:
    return casework.ask_to_take(report=report, by=by, **data)


def reveal_contact(report: Report, by: Any, data: Data) -> str:
    traits = {"track": report.track, "department": report.department}
    states = report.people.filter(contingent__isnull=False)
    codes = list(states.values_list("contingent__state__code", flat=True))
    return reveal(
        target=report,
        field="source_contact",
        by=by,
        reason=data["reason"],
        contingents=codes,
        **traits,
    )


def not_own(report: Report, by: Any) -> Text:
    return OWN if report.filed_by_id == by.pk else ""
