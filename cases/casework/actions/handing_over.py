"""The work of somebody who leaves: each case goes to a colleague, by the actions that assign."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework.access import reaches_case
from cases.casework.actions.common import FOCAL_POINT, lock
from cases.casework.actions.people import assign, name_focal_point, unassign
from cases.casework.choices import AccessKind
from cases.casework.models import Case, CaseAccess
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken, holds


@transaction.atomic
def replace_on_case(
    *,
    case: Case,
    person: User,
    to: User,
    by: Any,
    reason: str,
    declaration: str | bool,
    now: datetime | None = None,
) -> CaseAccess:
    """Somebody else does on the case what this person did; whoever was focal point is followed by one.

    The receiver comes before the other goes: the case is never without anybody.
    """
    case = lock(case)
    given = _standing(case, person)
    if given is None:
        message = _("This person no longer works on the case.")
        raise Conflict("not_assigned", message, "/person")
    if to.pk == person.pk:
        raise RuleBroken("same_person", _("Choose somebody else."), "/to")
    received = _standing(case, to)
    asked = {"case": case, "user": to, "by": by, "declaration": declaration, "reason": reason}
    if given.kind == AccessKind.FOCAL_POINT:
        if received is None or received.kind != AccessKind.FOCAL_POINT:
            name_focal_point(**asked, now=now)
    elif received is None:
        assign(**asked, now=now)
    elif not to.is_active or not holds(to, Permission.CASE_WORK):
        message = _("This person does not work on cases.")
        raise RuleBroken("cannot_work_on_cases", message, "/to")
    return unassign(case=case, user=person, by=by, reason=reason, now=now)


def successors(*, cases: Iterable[Case], person: User) -> dict[Any, list[User]]:
    """By case, who can follow this person: who works on cases and is bound to no side of it.

    The cases come with `access` and the States of their allegations, so that this takes no query each.
    """
    everybody = User.objects.active().with_grants().exclude(pk=person.pk).order_by("name")
    people = [user for user in everybody if holds(user, Permission.CASE_WORK)]
    return {case.pk: [user for user in people if _fits(case, user, person)] for case in cases}


def _fits(case: Case, user: User, person: User) -> bool:
    standings = {row.user_id: row.kind for row in case.access.all() if row.ended_at is None}
    if standings.get(user.pk) == AccessKind.RECUSED:
        return False
    if user.state and user.state in {
        row.contingent.state_id for row in case.allegations.all() if row.contingent
    }:
        return False
    if standings.get(person.pk) != AccessKind.FOCAL_POINT:
        return True
    guards = any(held.role == FOCAL_POINT for held in user.held)
    return guards and reaches_case(user, Permission.CASE_WORK, case)


def _standing(case: Case, user: User) -> CaseAccess | None:
    """How somebody works on the case now, if they do."""
    rows = case.access.filter(user=user, ended_at__isnull=True)
    return rows.exclude(kind=AccessKind.RECUSED).first()
