"""What the actions of deployment share."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from mission.deployment.models import standing_of
from mission.deployment.rules import Standing
from mission.force.actions.common import tell_who_may, who_may
from mission.force.models import Personnel, Unit, hold_people
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, require
from oversight.deadlines import actions as deadlines


def may_act(state_code: str, *, permission: Permission, by: Any) -> None:
    """Within the States of whoever acts; nobody is the operator or the system."""
    if by is not None:
        require(by, permission, contingents=[state_code])


def hold_person(person: Personnel) -> Personnel:
    """The row locked: what concerns one person happens one after the other."""
    return hold_people([person.pk])[person.pk]


def check_unit(person: Personnel, unit: Unit) -> None:
    if unit.contingent.state_id != person.state_id:
        raise RuleBroken("other_contingent", _("This unit belongs to another State."), "/unit")


def standing(person: Personnel, unit: Unit, *, arrival: date, day: date) -> Standing:
    """How one person stands on a day."""
    return standing_of([(person.pk, unit.pk, arrival)], day=day)[person.pk]


def tell_all(
    kind: str, *, states: Iterable[str], subject: Any, by: Any, now: datetime | None
) -> None:
    """Notify who may see deployments of any of these States, once."""
    seeing = Permission.DEPLOYMENT_SEE
    users = {user.pk: user for code in states for user in who_may(seeing, code)}
    deadlines.notify(users=users.values(), kind=kind, subject=subject, by=by, now=now)


def tell(kind: str, *, state: str, subject: Any, by: Any, now: datetime | None) -> None:
    """Notify who may see deployments of the State, other than who acts."""
    tell_who_may(
        permission=Permission.DEPLOYMENT_SEE,
        state_code=state,
        kind=kind,
        subject=subject,
        by=by,
        now=now,
    )
