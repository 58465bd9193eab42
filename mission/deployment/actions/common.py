"""What the actions of deployment share."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from mission.deployment.models import standing_of
from mission.deployment.rules import Standing
from mission.force.models import Personnel, Unit, hold_people
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, Stale, may, require
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


def check_version(row: Any, version: int | None) -> None:
    if version is not None and row.version != version:
        raise Stale("stale", _("Somebody changed this meanwhile. Look at it again."))


def plain(text: str, pointer: str) -> str:
    """Text without blanks around it; RuleBroken when there is none."""
    text = (text or "").strip()
    if not text:
        raise RuleBroken("text_missing", _("Write this down in a few words."), pointer)
    return text


def watchers(state_code: str) -> list[User]:
    """Vetting officers and leads who may see deployments of this State."""
    today = timezone.localdate()
    roles = ("vetting_officer", "lead")
    granted = User.objects.active().filter(grants__role__in=roles, grants__revoked_at__isnull=True)
    people = {user.pk: user for user in granted.prefetch_related("grants")}
    return [
        user
        for user in people.values()
        if any(g.role in roles and g.is_running(today) for g in user.grants.all())
        and may(user, Permission.DEPLOYMENT_SEE, contingents=[state_code])
    ]


def tell_all(
    kind: str, *, states: Iterable[str], subject: Any, by: Any, now: datetime | None
) -> None:
    """Notify who watches any of these States, once."""
    users = {user.pk: user for code in states for user in watchers(code)}
    deadlines.notify(users=users.values(), kind=kind, subject=subject, by=by, now=now)


def tell(kind: str, *, state: str, subject: Any, by: Any, now: datetime | None) -> None:
    """Notify who watches the State, other than who acts."""
    users = [user for user in watchers(state) if by is None or user.pk != by.pk]
    if users:
        deadlines.notify(users=users, kind=kind, subject=subject, by=by, now=now)
