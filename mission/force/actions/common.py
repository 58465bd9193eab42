"""What the actions of force, training, vetting and deployment share."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.models import AppliesTo
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import ROLES, RuleBroken, Stale, may, require
from oversight.deadlines import actions as deadlines

# What may be changed of an entry that requirements name: a module, a scheme.
EDITABLE = ("label_en", "label_fr", "label_ht", "valid_months", "order", "is_retired", "note")


def plain(text: str, pointer: str, *, required: bool = True) -> str:
    """Text without blanks around it; RuleBroken when it is needed and missing."""
    text = (text or "").strip()
    if required and not text:
        raise RuleBroken("text_missing", _("Write this down in a few words."), pointer)
    return text


def check_version(row: Any, version: int | None) -> None:
    if version is not None and row.version != version:
        raise Stale("stale", _("Somebody changed this meanwhile. Look at it again."))


def who_may(permission: Permission, state_code: str) -> list[User]:
    """Active people whose running roles carry the permission to this State."""
    today = timezone.localdate()
    roles = [role.code for role in ROLES.values() if permission in role.permissions]
    granted = User.objects.active().filter(grants__role__in=roles, grants__revoked_at__isnull=True)
    people = {user.pk: user for user in granted.with_grants()}
    return [
        user
        for user in people.values()
        if any(g.role in roles and g.is_running(today) for g in user.grants.all())
        and may(user, permission, contingents=[state_code])
    ]


def tell_who_may(
    *,
    permission: Permission,
    state_code: str,
    kind: str,
    subject: models.Model,
    by: Any,
    now: datetime | None,
) -> None:
    """Notify everybody whom the permission lets see this State, other than who acts."""
    users = [user for user in who_may(permission, state_code) if by is None or user.pk != by.pk]
    if users:
        deadlines.notify(users=users, kind=kind, subject=subject, by=by, now=now)


def change_entry(
    *, row: Any, fields: dict[str, Any], type: str, by: Any, reason: str, now: datetime | None
) -> Any:
    """Change what is given of `EDITABLE`; a later load of the shipped file leaves the row alone."""
    require(by, Permission.SCHEME_MANAGE)
    row = row._meta.default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    changes = {
        name: (getattr(row, name), fields[name])
        for name in EDITABLE
        if name in fields and getattr(row, name) != fields[name]
    }
    for name, (_before, after) in changes.items():
        setattr(row, name, after)
    row.edited_at = now or timezone.now()
    row.full_clean()
    row.save()
    audit.record(type=type, by=by, target=row, reason=reason, changes=changes, now=now)
    return row


def put_requirement(
    *, row: AppliesTo, of: str, type: str, by: Any, reason: str, now: datetime | None
) -> None:
    """A new requirement; `of` names its field that says what is required."""
    require(by, Permission.SCHEME_MANAGE)
    row.full_clean()
    row.save(force_insert=True)
    changes = {name: (None, value) for name, value in row.reach().items() if value}
    changes |= {of: (None, getattr(row, f"{of}_id")), "from_on": (None, row.from_on)}
    audit.record(type=type, by=by, target=row, reason=reason, changes=changes, now=now)


def close_requirement(
    *, row: Any, until_on: date, type: str, by: Any, reason: str, now: datetime | None
) -> Any:
    """That day is the last on which it is required."""
    require(by, Permission.SCHEME_MANAGE)
    row = row._meta.default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if until_on < row.from_on:
        message = _("Enter a day on which it is required already.")
        raise RuleBroken("before_it_begins", message, "/until_on")
    before, row.until_on = row.until_on, until_on
    row.full_clean()
    row.save()
    changes = {"until_on": (before, until_on)}
    audit.record(type=type, by=by, target=row, reason=reason, changes=changes, now=now)
    return row
