"""Running clocks when a rule or the calendar changes: what would move, and moving it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from oversight.audit import actions as audit
from oversight.audit.models import Event
from oversight.audit.rules import digest
from oversight.authority.rules import Stale
from oversight.deadlines.actions.clocks import moved_to_later, set_marks, set_next, take_terms
from oversight.deadlines.choices import ChangeKind
from oversight.deadlines.models import Deadline, DeadlineChange, DeadlineRule
from oversight.deadlines.rules import WorkCalendar, replayed
from oversight.subjects.rules import find_subject

# Any number nobody else locks.
LOCK = 7_310_005
MOVED = ("rule", *Deadline.timing, "due_at", "warn_at", "escalate_at", "next_at", "stage")


@dataclass(frozen=True)
class Move:
    """One running clock that a change concerns; `before` is its due instant until now."""

    clock: Deadline
    before: datetime
    marks_before: tuple[Any, ...]

    @property
    def moves(self) -> bool:
        return self.clock.due_at != self.before

    @property
    def matters(self) -> bool:
        return self.moves or _marks(self.clock) != self.marks_before

    def becomes_overdue(self, now: datetime) -> bool:
        return self.clock.due_at <= now < self.before


def _marks(clock: Deadline) -> tuple[Any, ...]:
    return clock.warn_at, clock.escalate_at, *clock.terms().values()


def _due(clock: Deadline, calendar: WorkCalendar) -> datetime:
    return replayed(clock.started_at, clock.amount, clock.unit, clock.story(), calendar)


def _moves(
    clocks: Iterable[Deadline],
    before: WorkCalendar,
    after: WorkCalendar,
    now: datetime,
    change: Callable[[Deadline], None] | None = None,
) -> list[Move]:
    """Each clock as it would be; on the rows themselves, not saved."""
    found = []
    for clock in clocks:
        due, marks = clock.due_at, _marks(clock)
        told = _due(clock, before) == due
        if change:
            change(clock)
        # A due day that does not follow from the rule was set by people, or kept when the track rose.
        clock.due_at = _due(clock, after) if told else due
        set_marks(clock, after)
        if clock.due_at > due:
            moved_to_later(clock, due, after, now)
        set_next(clock)
        found.append(Move(clock, due, marks))
    return [move for move in found if move.matters]


def moves_of_rule(
    rule: DeadlineRule, calendar: WorkCalendar, now: datetime, *, lock: bool = False
) -> list[Move]:
    """Running clocks of a rule, as they would be if its values (not yet saved) held for them."""
    clocks = _open(lock).filter(rule=rule.pk)
    return _moves(clocks, calendar, calendar, now, lambda clock: take_terms(clock, rule))


def moves_of_calendar(
    before: WorkCalendar, after: WorkCalendar, now: datetime, *, lock: bool = False
) -> list[Move]:
    """Running clocks that another calendar moves."""
    return _moves(_open(lock), before, after, now)


def _open(lock: bool) -> Any:
    rows = Deadline.objects.running().order_by("pk").prefetch_related("changes")
    return rows.select_for_update(of=("self",)) if lock else rows.select_related("rule")


def one_at_a_time() -> None:
    """Two changes at once would each work from a calendar that the other is about to change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def signature(moves: Iterable[Move], *facts: Any) -> str:
    """What a preview showed, in one keyed word: tells nothing, and another state gives another."""
    rows = sorted(
        (str(m.clock.pk), m.before.isoformat(), m.clock.due_at.isoformat()) for m in moves
    )
    return digest(repr((rows, facts)))


def require_seen(seen: str, now_is: str) -> None:
    """`seen` is the signature of the preview a person confirmed; empty: nobody looked."""
    if seen and seen != now_is:
        raise Stale(
            "stale", _("Something changed since this preview was made. Look at the new one.")
        )


def carry_out(moves: list[Move], *, by: Any, reason: str, now: datetime) -> None:
    """Save the clocks, and write down of each why it moved."""
    Deadline.objects.bulk_update([move.clock for move in moves], MOVED, batch_size=500)
    moved = [move for move in moves if move.moves]
    DeadlineChange.objects.bulk_create(
        DeadlineChange(
            deadline=move.clock,
            kind=ChangeKind.MOVED,
            at=now,
            by=by,
            reason=reason,
            due_before=move.before,
            due_after=move.clock.due_at,
        )
        for move in moved
    )
    Event.objects.bulk_create(_events(moved, by, now))


def _events(moves: list[Move], by: Any, now: datetime) -> list[Event]:
    keys: dict[str, list[Any]] = {}
    for move in moves:
        keys.setdefault(move.clock.subject_label, []).append(move.clock.subject_id)
    records = {
        (label, pk): row
        for label, pks in keys.items()
        if (kind := find_subject(label))
        for pk, row in kind.model.objects.in_bulk(pks).items()
    }
    return [
        audit.build(
            type="clock.moved",
            by=by,
            target=move.clock,
            subject=record,
            changes={"due_at": (move.before, move.clock.due_at)},
            now=now,
        )
        for move in moves
        if (record := records.get((move.clock.subject_label, move.clock.subject_id)))
    ]
