"""Bodies that people belong to."""

from datetime import datetime

from django.db import transaction

from oversight.accounts.actions.common import require_reason, take_over
from oversight.accounts.models import Organisation, User
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import require


@transaction.atomic
def add_organisation(
    *, name: str, kind: str, by: User, reason: str = "", now: datetime | None = None
) -> Organisation:
    """A new organisation, to which accounts can then belong."""
    require(by, Permission.ACCOUNT_MANAGE)
    organisation = Organisation(name=name, kind=kind)
    organisation.full_clean()
    organisation.save(force_insert=True)
    changes = {"name": (None, name), "kind": (None, kind)}
    audit.record(
        type="organisation.added",
        by=by,
        target=organisation,
        reason=reason,
        changes=changes,
        now=now,
    )
    return organisation


@transaction.atomic
def edit_organisation(
    *,
    organisation: Organisation,
    name: str,
    kind: str,
    is_active: bool,
    by: User,
    reason: str,
    now: datetime | None = None,
) -> Organisation:
    """Change its name or kind, or stop offering it for new accounts."""
    rows = Organisation.objects.select_for_update(of=("self",))
    organisation = rows.get(pk=organisation.pk)
    require(by, Permission.ACCOUNT_MANAGE)
    require_reason(reason)
    changes = take_over(organisation, {"name": name, "kind": kind, "is_active": is_active})
    if changes:
        organisation.full_clean()
        organisation.save()
        audit.record(
            type="organisation.edited",
            by=by,
            target=organisation,
            reason=reason,
            changes=changes,
            now=now,
        )
    return organisation
