"""The office's own days: added, mended, taken away; running clocks follow in the same action."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import require
from oversight.deadlines.actions.by_hand import require_reason
from oversight.deadlines.actions.moving import (
    carry_out,
    moves_of_calendar,
    one_at_a_time,
    require_seen,
    signature,
)
from oversight.deadlines.actions.policy import Preview
from oversight.deadlines.models import OfficeDay, calendar_of, office_days

FIELDS = ("day", "label_en", "label_fr", "label_ht", "is_worked", "source")
Days = dict[date, bool]


def _effect(after: Days, changes: dict[str, tuple[Any, Any]], now: datetime, lock: bool) -> Preview:
    before = office_days()
    if after == before:
        return Preview(changes, [], signature([], sorted(before.items())))
    moves = moves_of_calendar(calendar_of(before), calendar_of(after), now, lock=lock)
    return Preview(changes, moves, signature(moves, sorted(before.items()), sorted(after.items())))


def _days_with(row: OfficeDay | None, values: dict[str, Any]) -> Days:
    """The days as they will be once `row` (or a new one) has these values."""
    days = office_days()
    if row is not None:
        days.pop(row.day, None)
    return days | {values["day"]: values["is_worked"]}


def _changes(row: OfficeDay | None, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    pairs = {
        field: (getattr(row, field, None), values[field]) for field in FIELDS if field in values
    }
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}


def _whole(row: OfficeDay | None, values: dict[str, Any]) -> dict[str, Any]:
    defaults = {"day": None, "is_worked": False}
    held = {field: getattr(row, field) for field in FIELDS} if row else defaults
    return held | values


def preview_day(
    *, office_day: OfficeDay | None = None, now: datetime | None = None, **values: Any
) -> Preview:
    """What adding a day, or changing one, would move. Writes nothing."""
    values = _whole(office_day, values)
    after = _days_with(office_day, values)
    return _effect(after, _changes(office_day, values), now or timezone.now(), lock=False)


def preview_removal(*, office_day: OfficeDay, now: datetime | None = None) -> Preview:
    """What taking a day away would move. Writes nothing."""
    return _effect(_days_without(office_day), {}, now or timezone.now(), lock=False)


def _days_without(row: OfficeDay) -> Days:
    days = office_days()
    days.pop(row.day, None)
    return days


@transaction.atomic
def add_day(
    *, by: Any, reason: str, seen: str = "", now: datetime | None = None, **values: Any
) -> OfficeDay:
    """A day off, or a worked day, that Haiti's public holidays do not have."""
    now = now or timezone.now()
    one_at_a_time()
    _require(by, reason)
    row = OfficeDay(**values)
    row.full_clean()
    done = _effect(_days_with(None, _whole(None, values)), _changes(None, values), now, lock=True)
    require_seen(seen, done.seen)
    row.save(force_insert=True)
    carry_out(done.moves, by=by, reason=reason, now=now)
    _record("office_day.added", row, by, reason, now, done)
    return row


@transaction.atomic
def edit_day(
    *,
    office_day: OfficeDay,
    by: Any,
    reason: str,
    seen: str = "",
    now: datetime | None = None,
    **values: Any,
) -> OfficeDay:
    """Mend a day of the office."""
    now = now or timezone.now()
    one_at_a_time()
    row = OfficeDay.objects.select_for_update(of=("self",)).get(pk=office_day.pk)
    _require(by, reason)
    values = _whole(row, values)
    done = _effect(_days_with(row, values), _changes(row, values), now, lock=True)
    require_seen(seen, done.seen)
    for field, (_old, new) in done.changes.items():
        setattr(row, field, new)
    row.full_clean()
    row.save()
    carry_out(done.moves, by=by, reason=reason, now=now)
    _record("office_day.edited", row, by, reason, now, done)
    return row


@transaction.atomic
def remove_day(
    *, office_day: OfficeDay, by: Any, reason: str, seen: str = "", now: datetime | None = None
) -> None:
    """The day is again what the public holidays of Haiti and the week make of it."""
    now = now or timezone.now()
    one_at_a_time()
    row = OfficeDay.objects.select_for_update(of=("self",)).get(pk=office_day.pk)
    _require(by, reason)
    gone = {field: (getattr(row, field), None) for field in ("day", "is_worked")}
    done = _effect(_days_without(row), gone, now, lock=True)
    require_seen(seen, done.seen)
    _record("office_day.removed", row, by, reason, now, done)
    row.delete()
    carry_out(done.moves, by=by, reason=reason, now=now)


def _require(by: Any, reason: str) -> None:
    require(by, Permission.DEADLINE_MANAGE)
    require_reason(reason)


def _record(type: str, row: OfficeDay, by: Any, reason: str, now: datetime, done: Preview) -> None:
    audit.record(type=type, by=by, target=row, reason=reason, changes=done.changes, now=now)
