"""Who can follow somebody who leaves, for many cases at once."""

from collections.abc import Iterable
from typing import Any

from cases.casework.access import reaches_case
from cases.casework.actions.common import FOCAL_POINT
from cases.casework.choices import AccessKind
from cases.casework.models import Case
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.rules import holds


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
