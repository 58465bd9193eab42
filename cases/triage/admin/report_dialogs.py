"""What can be done with a report: one dialog per action."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.casework import actions as casework
from cases.casework.models import Case, CaseReport
from cases.reports import actions
from cases.reports.actions.deciding import pending_decline, takes_two
from cases.reports.models import Report
from cases.reports.workflow import available
from cases.triage.forms import reports as forms
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission
from oversight.authority.forms import ReasonForm
from oversight.authority.rules import may
from oversight.sealing.actions import reveal
from oversight.sealing.rules import Sealed

Data = dict[str, Any]
Text = str | Promise
OWN = _("You filed this report: somebody else has to decide on it.")


def deciding(name: str) -> Callable[[Report, Any, Data], Report]:
    """One decision of the workflow as a dialog runs it."""

    def run(report: Report, by: Any, data: Data) -> Report:
        return actions.decide(report=report, name=name, by=by, **data)

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


def not_twice(report: Report, by: Any) -> Text:
    """Who proposed to decline does not confirm it."""
    proposal = pending_decline(report) if takes_two(report) else None
    if proposal and proposal.by_id == by.pk:
        return _("You proposed to decline this report: somebody else has to confirm it.")
    return not_own(report, by)


ACCEPT = Dialog(
    "accept",
    _("Accept"),
    _("The office takes the report up. It can then go into a case. Its clock stops."),
    forms.AcceptDialog,
    deciding("accept"),
    done=_("The report is accepted."),
    tone="primary",
    blocked=not_own,
)
DECLINE = Dialog(
    "decline",
    _("Decline"),
    _("The office does not take the report up. The person who reported reads your message."),
    forms.DeclineDialog,
    deciding("decline"),
    done=_("The report is declined."),
    tone="danger",
    blocked=not_own,
)
PROPOSE = Dialog(
    "decline",
    _("Propose to decline"),
    _(
        "Such a report takes two people to decline. The report stays where it is until somebody "
        "else confirms."
    ),
    forms.DeclineDialog,
    deciding("decline"),
    done=_("You proposed to decline the report. Somebody else has to confirm it."),
    tone="danger",
    blocked=not_own,
)
CONFIRM = Dialog(
    "decline",
    _("Confirm to decline"),
    _("A colleague proposed to decline this report. If you confirm, it is declined."),
    forms.DeclineDialog,
    deciding("decline"),
    done=_("The report is declined."),
    tone="danger",
    blocked=not_twice,
)
REPEAT = Dialog(
    "mark_duplicate",
    _("Mark as duplicate"),
    _(
        "The report tells what another one tells already. Both are kept; work goes on with the other."
    ),
    forms.DuplicateDialog,
    deciding("mark_duplicate"),
    done=_("The report is marked as a duplicate."),
    blocked=not_own,
)
ASK = Dialog(
    "ask",
    _("Ask for more"),
    _("The person who reported gets your question on the site. The clock waits for the answer."),
    forms.AskDialog,
    deciding("ask"),
    done=_("The question is asked."),
    blocked=not_own,
)
ANSWER = Dialog(
    "answer",
    _("Write down an answer"),
    _("For an answer that came by telephone or in person. The clock of the report runs on."),
    forms.AnswerDialog,
    answer,
    done=_("The answer is kept. The report waits for a decision again."),
    blocked=not_own,
)
REOPEN = Dialog(
    "reopen",
    _("Reopen"),
    _("The report waits for a decision again, with a new clock."),
    forms.ReopenDialog,
    deciding("reopen"),
    done=_("The report waits for a decision again."),
    blocked=not_own,
)
ASSIGN = Dialog(
    "assign",
    _("Assign"),
    _("One person looks at this report first. It opens nothing to them they could not see."),
    forms.AssignDialog,
    assign,
    done=_("The report is assigned."),
    blocked=not_own,
)
OPEN_CASE = Dialog(
    "open_case",
    _("Open a case"),
    _("A new case takes this report in, and you work on it. A waiting report is accepted."),
    forms.OpenCaseDialog,
    open_case,
    done=_("The case is open."),
    tone="primary",
    blocked=not_own,
)
ADD_TO_CASE = Dialog(
    "add_to_case",
    _("Add to a case"),
    _("A case that is open takes this report in. A waiting report is accepted."),
    forms.AddToCaseDialog,
    add_to_case,
    done=_("The report is in the case."),
    blocked=not_own,
)
REVEAL = Dialog(
    "reveal",
    _("Show the contact"),
    _("How to reach the source is sealed. It is shown once, and that you read it is written down."),
    ReasonForm,
    reveal_contact,
    template="cases/triage/revealed.html",
)
BY_MOVE = {
    "accept": ACCEPT,
    "mark_duplicate": REPEAT,
    "ask": ASK,
    "answer": ANSWER,
    "reopen": REOPEN,
}


def _decline_of(report: Report) -> Dialog:
    if not takes_two(report):
        return DECLINE
    return CONFIRM if pending_decline(report) else PROPOSE


def _for_cases(report: Report) -> list[Dialog]:
    """A case takes reports that wait or are accepted, and that no case has yet."""
    if report.status not in ("submitted", "accepted"):
        return []
    if CaseReport.objects.filter(report=report.pk).exists():
        return []
    return [OPEN_CASE, ADD_TO_CASE]


def may_reveal(report: Report, by: Any) -> bool:
    """Something is sealed, and a role of the person opens it here."""
    if not isinstance(report.source_contact, Sealed):
        return False
    states = report.people.filter(contingent__isnull=False)
    return may(
        by,
        Permission.IDENTITY_REVEAL,
        track=report.track,
        department=report.department,
        contingents=states.values_list("contingent__state__code", flat=True),
    )


def report_dialogs(report: Report, by: Any) -> dict[str, Dialog]:
    """What this person can do with the report as it is now."""
    found = []
    for move in available(report.status):
        found.append(_decline_of(report) if move.name == "decline" else BY_MOVE[move.name])
    found += _for_cases(report)
    if report.status in ("submitted", "needs_information"):
        found.append(ASSIGN)
    if may_reveal(report, by):
        found.append(REVEAL)
    return {dialog.name: dialog for dialog in found}
