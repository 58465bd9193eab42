"""Handing over: one person's case or report goes to another, with a note."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework.access import require_on_case
from cases.casework.actions.common import lock, note_event, save_changed, tell
from cases.casework.actions.people import (
    check_focal_point,
    check_person,
    declared,
    end_standing,
    require_may_assign,
    stand,
    standing_of,
)
from cases.casework.choices import AccessKind
from cases.casework.models import Case
from cases.casework.rules import plain_text
from cases.reports.actions import ask_to_take_report, hand_over_report
from cases.reports.models import Report
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken


@transaction.atomic
def hand_over(
    *,
    to: User,
    by: Any,
    reason: str,
    case: Case | None = None,
    report: Report | None = None,
    of: User | None = None,
    declaration: str | bool = "",
    now: datetime | None = None,
) -> Case | Report:
    """Pass a case or a report to another person, who gets a notice and need not accept.

    `of` is whose case it is (without it, of who acts); a report is passed from who has it.
    """
    if report is not None:
        return hand_over_report(report=report, to=to, by=by, reason=reason, now=now)
    if case is None:
        raise TypeError("hand_over takes a case or a report")
    return _hand_over_case(lock(case), of or by, to, by, reason, declaration, now)


@transaction.atomic
def ask_to_take(
    *,
    to: User,
    by: Any,
    reason: str,
    case: Case | None = None,
    report: Report | None = None,
    now: datetime | None = None,
) -> Case | Report:
    """Ask somebody to take a case or a report over. Nothing moves until somebody hands it over."""
    if report is not None:
        return ask_to_take_report(report=report, to=to, by=by, reason=reason, now=now)
    if case is None:
        raise TypeError("ask_to_take takes a case or a report")
    case = lock(case)
    require_on_case(by, Permission.CASE_WORK, case)
    reason = _note(reason)
    _check_receiver(case, to)
    if not Case.objects.visible_to(to).filter(pk=case.pk).exists():
        # A request opens nothing: who does not see the case is put on it, or not asked.
        message = _("This person does not see the case. Put them on it first.")
        raise RuleBroken("cannot_see", message, "/to")
    changes = {"user": (None, to.pk)}
    note_event(type="case.take_asked", by=by, case=case, reason=reason, changes=changes, now=now)
    tell(users=[to], kind="asked_to_take", case=case, by=by, now=now)
    return case


def _note(reason: str) -> str:
    text = plain_text(reason, "/reason", required=False)
    if not text:
        raise RuleBroken("reason_missing", _("Write a note for your colleague."), "/reason")
    return text


def _check_receiver(case: Case, to: User, kind: str = AccessKind.ASSIGNED) -> None:
    try:
        check_person(case, to)
        if kind == AccessKind.FOCAL_POINT:
            check_focal_point(case, to)
    except RuleBroken as broken:
        broken.pointer = "/to"
        raise


def _hand_over_case(
    case: Case,
    of: User,
    to: User,
    by: Any,
    reason: str,
    declaration: str | bool,
    now: datetime | None,
) -> Case:
    require_may_assign(by=by, case=case)
    reason = _note(reason)
    given = standing_of(case, of)
    if given is None or given.kind == AccessKind.RECUSED:
        message = _("This person does not work on the case.")
        raise Conflict("not_assigned", message, "/of")
    if of.pk == to.pk:
        raise RuleBroken("same_person", _("Choose somebody else."), "/to")
    kind = AccessKind(given.kind)
    _check_receiver(case, to, kind)
    end_standing(given, now)
    _receive(case, to, kind, by, declaration, reason, now)
    note_event(
        type="case.handed_over",
        by=by,
        case=case,
        target=given,
        reason=reason,
        changes={"user": (of.pk, to.pk)},
        now=now,
    )
    return case


def _receive(
    case: Case,
    to: User,
    kind: AccessKind,
    by: Any,
    declaration: str | bool,
    reason: str,
    now: datetime | None,
) -> None:
    """The receiver stands as the giver stood; who works on the case already has declared."""
    standing = standing_of(case, to)
    given: dict[str, Any] = {
        "case": case,
        "user": to,
        "kind": kind,
        "by": by,
        "reason": reason,
        "now": now,
    }
    if standing is None:
        stand(**given, declaration=declared(declaration))
        return
    if kind == AccessKind.FOCAL_POINT and standing.kind != kind:
        end_standing(standing, now)
        stand(**given, declaration=standing.conflict_declaration)
        return
    save_changed(case, now=now)
    tell(users=[to], kind="case_assigned", case=case, by=by, now=now)
