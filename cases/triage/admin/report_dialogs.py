"""What can be done with a report now, by this person: which dialogs are offered."""

from dataclasses import replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.reports.actions.assigning import HELD
from cases.reports.actions.deciding import in_case, pending_proposal, takes_two
from cases.reports.models import Report
from cases.reports.workflow import PROPOSALS, available
from cases.triage.admin.report_catalogue import (
    ACCEPT,
    ADD_TO_CASE,
    AMEND,
    ANSWER,
    ASK,
    ASK_TO_TAKE,
    ASSIGN,
    CONFIRM,
    CONFIRM_REPEAT,
    DECLINE,
    HAND_OVER,
    INFORM,
    OPEN_CASE,
    PROPOSE,
    PROPOSE_REPEAT,
    REFUSE,
    REMIND,
    REOPEN,
    REPEAT,
    REVEAL,
    WITHDRAW,
    WITHDRAW_ACCEPTANCE,
    WITHDRAW_QUESTION,
)
from cases.triage.admin.report_runs import not_own
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission
from oversight.authority.rules import may
from oversight.sealing.rules import Sealed

Text = str | Promise
PLAIN = (
    *(ACCEPT, ASK, AMEND, REMIND, WITHDRAW_QUESTION, ANSWER),
    *(WITHDRAW_ACCEPTANCE, REOPEN, INFORM),
)
BY_MOVE = {dialog.name: dialog for dialog in PLAIN}


# (at once, as a proposal, to confirm one)
SET_ASIDE = {
    "decline": (DECLINE, PROPOSE, CONFIRM),
    "mark_duplicate": (REPEAT, PROPOSE_REPEAT, CONFIRM_REPEAT),
}


def _set_aside(name: str, report: Report, proposal: Any) -> Dialog:
    """Setting a report aside: by one person, or as one half of two."""
    at_once, propose, confirm = SET_ASIDE[name]
    if not takes_two(report):
        return at_once
    return confirm if proposal and proposal.name == PROPOSALS[name] else propose


def _moves(report: Report, by: Any) -> list[Dialog]:
    """The moves of the workflow that mean something to this person now."""
    proposal = pending_proposal(report)
    own = proposal is not None and proposal.by_id == by.pk
    names = [move.name for move in available(report.status)]
    found = []
    for name in names:
        if name in SET_ASIDE:
            dialog = _set_aside(name, report, proposal)
            found.append(replace(dialog, blocked=_not_twice) if own else dialog)
        elif name == "withdraw_proposal":
            found += [WITHDRAW] if own else []
        elif name == "refuse_proposal":
            found += [REFUSE] if proposal and not own else []
        else:
            found.append(BY_MOVE[name])
    return found


def _not_twice(report: Report, by: Any) -> Text:
    """Who proposed does not confirm, and proposes nothing else beside it."""
    return not_own(report, by) or _("You proposed this: somebody else has to confirm it.")


def _for_cases(report: Report) -> list[Dialog]:
    """A case takes reports that wait or are accepted, and that no case has yet."""
    if report.status not in ("submitted", "accepted"):
        return []
    if in_case(report):
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
    found = _moves(report, by) + _for_cases(report)
    if report.status in HELD:
        found += [HAND_OVER if report.assigned_to_id else ASSIGN, ASK_TO_TAKE]
    if may_reveal(report, by):
        found.append(REVEAL)
    return {dialog.name: dialog for dialog in found}
