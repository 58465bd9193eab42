"""One look at every clock that has something to say.

A batch is one transaction: the notices, the e-mails to send, the events and the clocks' new
stage are there together or not at all, so a worker killed in the middle loses nothing and
says nothing twice. Rows in another sweep's hands are skipped.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL
from django.utils import timezone

from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.audit.models import Event
from oversight.authority.rules import holds
from oversight.deadlines.access import ACTS
from oversight.deadlines.actions.notices import publish
from oversight.deadlines.choices import NoticeKind, Stage
from oversight.deadlines.models import Deadline, Notice
from oversight.deadlines.rules import next_instant, reached
from oversight.subjects.rules import Subject, find_subject

BATCH = 500
EVENTS = {
    Stage.WARNING: "clock.reminded",
    Stage.DUE: "clock.overdue",
    Stage.ESCALATION: "clock.escalated",
}


def sweep(*, now: datetime | None = None, until: datetime | None = None) -> list[Any]:
    """Speak of all that is due at `now`. Returns the ids of the notices made.

    `until` is when to stop in real time; the next sweep goes on from there.
    """
    now = now or timezone.now()
    made: list[Any] = []
    crew = Crew()
    while until is None or timezone.now() < until:
        batch = _sweep_batch(now, crew)
        if batch is None:
            break
        made += batch
    return made


@transaction.atomic
def _sweep_batch(now: datetime, crew: "Crew") -> list[Any] | None:
    rows = Deadline.objects.waiting_for_sweep(now)
    clocks = list(rows.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    if not clocks:
        return None
    notices: list[Notice] = []
    events: list[Event] = []
    for label, group in _by_label(clocks).items():
        kind = find_subject(label)
        records = crew.records(kind, group)
        for clock in group:
            record = records.get(clock.subject_id)
            stages = reached(clock.stage, clock.marks, now)
            clock.stage = stages[-1] if stages else clock.stage
            if kind is not None and record is not None:
                notices += _speak(crew, kind, record, clock, stages, now)
                events += [_event(clock, stage, record, now) for stage in stages]
            clock.next_at = next_instant(clock.stage, clock.marks)
    fresh = publish(notices)
    Event.objects.bulk_create(events)
    _keep(clocks)
    return [notice.pk for notice in fresh]


def _keep(clocks: list[Deadline]) -> None:
    """Stage and next instant of each, in one statement; `bulk_update` spends longer on its text."""
    table = connection.ops.quote_name(Deadline._meta.db_table)
    rows = [(clock.pk, str(clock.stage), clock.next_at) for clock in clocks]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS clock SET stage = kept.stage, next_at = kept.next_at"  # noqa: S608
            " FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[]) AS kept (id, stage, next_at)"
            " WHERE clock.id = kept.id",
            [list(column) for column in zip(*rows, strict=True)],
        )


def _speak(
    crew: "Crew",
    kind: Subject,
    record: models.Model,
    clock: Deadline,
    stages: list[Stage],
    now: datetime,
) -> list[Notice]:
    """Each person hears once, of the gravest stage that concerns them."""
    told: dict[Any, Notice] = {}
    for stage in reversed(stages):
        for person in crew.audience(kind, record, clock, stage):
            told.setdefault(person.pk, _notice(clock, stage, person, now))
    return list(told.values())


def _by_label(clocks: list[Deadline]) -> dict[str, list[Deadline]]:
    groups: dict[str, list[Deadline]] = defaultdict(list)
    for clock in clocks:
        groups[clock.subject_label].append(clock)
    return groups


def _event(clock: Deadline, stage: Stage, record: models.Model, now: datetime) -> Event:
    changes = {"due_at": (None, clock.due_at)}
    return audit.build(
        type=EVENTS[stage], by=None, target=clock, subject=record, changes=changes, now=now
    )


def _notice(clock: Deadline, stage: Stage, person: User, now: datetime) -> Notice:
    escalated = stage == Stage.ESCALATION
    return Notice(
        id=uuid.uuid4(),
        recipient=person,
        kind=NoticeKind.ESCALATION if escalated else NoticeKind.REMINDER,
        subject_label=clock.subject_label,
        subject_id=clock.subject_id,
        deadline=clock,
        stage=stage,
        due_at=clock.due_at,
        # A clock that was extended speaks anew; one that was not never says a thing twice.
        dedupe=f"{clock.pk}:{stage}:{clock.due_at.isoformat()}:{person.pk}",
        created_at=now,
    )


class Crew:
    """Who is to be told, in one sweep: people and what they may see are read once per batch."""

    def __init__(self) -> None:
        rows = User.objects.active().with_grants().order_by("pk")
        # Staff only: who cannot act on a case, a report or a vetting file hears of no clock.
        self.staff: dict[Any, User] = {user.pk: user for user in rows if holds(user, *ACTS)}
        self.reach: dict[Any, set[Any]] = {}
        self.workers: dict[Any, list[Any]] = {}

    def records(self, kind: Subject | None, clocks: list[Deadline]) -> dict[Any, models.Model]:
        """The records of a batch; also forgets what was read for the batch before."""
        self.reach = {}
        self.keys = [clock.subject_id for clock in clocks]
        found = {} if kind is None else kind.model.objects.in_bulk(self.keys)
        self.workers = kind.workers(found.values()) if kind else {}
        return found

    def _may(self, kind: Subject, person: User, key: Any) -> bool:
        if person.pk not in self.reach:
            # One array instead of a thousand values: each person asks about the same records.
            keys = RawSQL("SELECT unnest(%s)", [self.keys])
            rows = kind.for_work(person).filter(pk__in=keys)
            self.reach[person.pk] = set(rows.values_list("pk", flat=True))
        return key in self.reach[person.pk]

    def _allowed(self, kind: Subject, people: Iterable[User], key: Any) -> list[User]:
        return [person for person in people if self._may(kind, person, key)]

    def _holders(self, role: str) -> list[User]:
        return [user for user in self.staff.values() if any(h.role == role for h in user.held)]

    def audience(
        self, kind: Subject, record: models.Model, clock: Deadline, stage: Stage
    ) -> list[User]:
        """Who works on it; if nobody, the role named for that; the lead's turn comes last.

        A reminder that would reach nobody goes one step further up instead.
        """
        key = clock.subject_id
        leads = self._allowed(kind, self._holders(clock.escalate_to), key)
        if stage == Stage.ESCALATION:
            return leads
        workers = set(self.workers.get(record.pk, ())) & self.staff.keys()
        people = [self.staff[pk] for pk in sorted(workers)]
        return (
            self._allowed(kind, people, key)
            or self._allowed(kind, self._holders(clock.unassigned_to), key)
            or leads
        )
