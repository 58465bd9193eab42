"""Schemes, and of whom they are required."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.models import State, Unit
from mission.vetting.models import Scheme, SchemeRequirement
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken, require

EDITABLE = ("label_en", "label_fr", "label_ht", "valid_months", "order", "is_retired", "note")


@transaction.atomic
def add_scheme(*, code: str, by: Any, now: datetime | None = None, **fields: Any) -> Scheme:
    """A new scheme of the office's own."""
    require(by, Permission.SCHEME_MANAGE)
    if Scheme.objects.filter(pk=code).exists():
        raise Conflict("scheme_exists", _("There is a scheme with this code."), "/code")
    scheme = Scheme(code=code, edited_at=now or timezone.now(), **fields)
    scheme.full_clean()
    scheme.save(force_insert=True)
    audit.record(type="scheme.added", by=by, target=scheme, now=now)
    return scheme


@transaction.atomic
def change_scheme(
    *, scheme: Scheme, by: Any, reason: str, now: datetime | None = None, **fields: Any
) -> Scheme:
    """Names, how long it is valid, retired. What was decided before keeps its end."""
    require(by, Permission.SCHEME_MANAGE)
    scheme = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    changes = {
        name: (getattr(scheme, name), fields[name])
        for name in EDITABLE
        if name in fields and getattr(scheme, name) != fields[name]
    }
    for name, (_before, after) in changes.items():
        setattr(scheme, name, after)
    scheme.edited_at = now or timezone.now()
    scheme.full_clean()
    scheme.save()
    audit.record(
        type="scheme.changed", by=by, target=scheme, reason=reason, changes=changes, now=now
    )
    return scheme


@transaction.atomic
def add_requirement(
    *,
    scheme: Scheme,
    from_on: date,
    by: Any,
    reason: str,
    state: State | None = None,
    unit: Unit | None = None,
    function: str = "",
    grace_days: int = 0,
    now: datetime | None = None,
) -> SchemeRequirement:
    """From that day on those it names must stand cleared in the scheme."""
    require(by, Permission.SCHEME_MANAGE)
    row = SchemeRequirement(
        scheme=scheme,
        state=state,
        unit=unit,
        function=function,
        grace_days=grace_days,
        from_on=from_on,
    )
    row.full_clean()
    row.save(force_insert=True)
    changes = {name: (None, value) for name, value in row.reach().items() if value}
    changes |= {"scheme": (None, scheme.pk), "from_on": (None, from_on)}
    audit.record(type="scheme.required", by=by, target=row, reason=reason, changes=changes, now=now)
    return row


@transaction.atomic
def end_requirement(
    *,
    requirement: SchemeRequirement,
    until_on: date,
    by: Any,
    reason: str,
    now: datetime | None = None,
) -> SchemeRequirement:
    """That day is the last on which it is required."""
    require(by, Permission.SCHEME_MANAGE)
    row = SchemeRequirement.objects.select_for_update(of=("self",)).get(pk=requirement.pk)
    if until_on < row.from_on:
        message = _("Enter a day on which it is required already.")
        raise RuleBroken("before_it_begins", message, "/until_on")
    before, row.until_on = row.until_on, until_on
    row.full_clean()
    row.save()
    audit.record(
        type="scheme.no_longer_required",
        by=by,
        target=row,
        reason=reason,
        changes={"until_on": (before, until_on)},
        now=now,
    )
    return row
