"""How the dialogs of a case call the actions, and find the row they are about."""

from collections.abc import Callable
from typing import Any

from cases.casework import actions
from cases.casework.models import Case, Finding
from cases.triage.forms.cases import part_of
from cases.triage.forms.messages import said

Data = dict[str, Any]


def moving(name: str) -> Callable[[Case, Any, Data], Case]:
    """One transition as a dialog runs it."""

    def run(case: Case, by: Any, data: Data) -> Case:
        return actions.apply(case=case, name=name, by=by, **data)

    return run


def on_case(action: Callable[..., Any]) -> Callable[[Case, Any, Data], Any]:
    """An action that takes the case and what the form asked."""

    def run(case: Case, by: Any, data: Data) -> Any:
        return action(case=case, by=by, **data)

    return run


def add_report(case: Case, by: Any, data: Data) -> Case:
    return actions.add_reports(case=case, reports=[data["report"]], by=by, reason=data["reason"])


def propose(case: Case, by: Any, data: Data, *, part: Any) -> Finding:
    return actions.propose_finding(allegation=part, by=by, **data)


def adopt(case: Case, by: Any, data: Data, *, part: Finding) -> Finding:
    return actions.adopt(finding=part, by=by, **data)


def give_back(case: Case, by: Any, data: Data, *, part: Finding) -> Finding:
    return actions.return_finding(finding=part, by=by, **data)


def take_off(case: Case, by: Any, data: Data, *, part: Any) -> Any:
    return actions.unassign(case=case, user=part.user, by=by, **data)


def move_report(case: Case, by: Any, data: Data, *, part: Any) -> Case:
    to = data.pop("case")
    return actions.move_report(case=case, report=part.report, to=to, by=by, **data)


def split_report(case: Case, by: Any, data: Data, *, part: Any) -> Case:
    declared = "no_conflict" if data.pop("declaration") else ""
    return actions.split_report(case=case, report=part.report, by=by, declaration=declared, **data)


def take_report_back(case: Case, by: Any, data: Data, *, part: Any) -> Any:
    return actions.take_acceptance_back(report=part.report, by=by, **said(part.report, data))


def hand_over(case: Case, by: Any, data: Data, *, part: Any) -> Any:
    return actions.hand_over(case=case, of=part.user, by=by, **data)


def ask_to_take(case: Case, by: Any, data: Data) -> Any:
    return actions.ask_to_take(case=case, by=by, **data)


def findings_of(case: Case) -> Any:
    return Finding.objects.filter(allegation__case=case.pk)


def find_allegation(case: Case, pk: Any) -> Any:
    return part_of(case.allegations.all(), pk)


def find_finding(case: Case, pk: Any) -> Any:
    return part_of(findings_of(case), pk)


def find_standing(case: Case, pk: Any) -> Any:
    rows = case.access.filter(ended_at__isnull=True).exclude(kind="recused")
    return part_of(rows.select_related("user"), pk)


def find_link(case: Case, pk: Any) -> Any:
    return part_of(case.standing_links().select_related("report__place"), pk)


def reference_of(part: Any) -> str:
    return part.report.reference


def name_of_standing(part: Any) -> str:
    return part.user.name
