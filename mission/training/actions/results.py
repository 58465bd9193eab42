"""Sessions held, and what people achieved in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.models import Personnel, hold_people
from mission.training.choices import Result
from mission.training.models import TrainingModule, TrainingResult, TrainingSession
from mission.training.rules import last_valid_day, until
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, holds, may, refuse


@dataclass(frozen=True)
class Recorded:
    """What became of one person's result: recorded, or there already."""

    person: Personnel
    result: TrainingResult | None
    is_new: bool


@transaction.atomic
def hold_session(
    *,
    module: TrainingModule,
    held_on: date,
    trainer: str,
    by: Any,
    place: str = "",
    now: datetime | None = None,
) -> TrainingSession:
    """A course that was given. The trainer is an office or body."""
    if not holds(by, Permission.TRAINING_MANAGE):
        refuse()  # a session is of no State; what people achieved in it is
    _not_ahead(held_on, now)
    session = TrainingSession(
        module=module,
        held_on=held_on,
        trainer=trainer.strip(),
        place=place.strip(),
        added_by=by,
    )
    session.full_clean()
    session.save(force_insert=True)
    changes = {"module": (None, module.pk), "held_on": (None, held_on)}
    audit.record(type="training.session_held", by=by, target=session, changes=changes, now=now)
    return session


def _not_ahead(day: date, now: datetime | None) -> None:
    if day > timezone.localdate(now):
        message = _("Enter a day that is not in the future.")
        raise RuleBroken("in_the_future", message, "/on")


@transaction.atomic
def record_results(
    *,
    module: TrainingModule,
    people: Sequence[Personnel],
    result: str,
    on: date,
    by: Any,
    session: TrainingSession | None = None,
    evidence: str = "",
    now: datetime | None = None,
) -> list[Recorded]:
    """One result of many people. The same result of the same day again adds nothing.

    A pass counts until it expires or a later pass takes its place; one entered late gives way
    to those that came after it.
    """
    _not_ahead(on, now)
    states = {person.state_id for person in people}
    if by is not None and not all(
        may(by, Permission.TRAINING_MANAGE, contingents=[code]) for code in states
    ):
        refuse()
    # Two people entering the same list wait for each other.
    held = list(hold_people(person.pk for person in people).values())
    before = _earlier(module, held)
    recorded, events = [], []
    for person in held:
        one = _record(person, module, result, on, before.get(person.pk, []), session, evidence, by)
        recorded.append(one)
        if one.is_new:
            events.append(_event(one.result, by=by, now=now))
    TrainingResult.objects.bulk_create(
        [one.result for one in recorded if one.is_new and one.result]
    )
    audit.write(events)
    return recorded


def _earlier(module: TrainingModule, people: Sequence[Personnel]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in TrainingResult.objects.filter(module=module, personnel__in=people):
        found.setdefault(row.personnel_id, []).append(row)
    return found


def _record(
    person: Personnel,
    module: TrainingModule,
    result: str,
    on: date,
    before: list[TrainingResult],
    session: TrainingSession | None,
    evidence: str,
    by: Any,
) -> Recorded:
    same = [row for row in before if row.from_on == on and row.result == result]
    if same:
        return Recorded(person, same[0], is_new=False)
    row = TrainingResult(
        personnel=person,
        module=module,
        session=session,
        result=result,
        from_on=on,
        evidence=evidence.strip(),
        recorded_by=by,
    )
    if result == Result.PASSED:
        passes = [row for row in before if row.result == Result.PASSED]
        _end_at(passes, on)
        later = [other.from_on for other in passes if other.from_on > on]
        row.expires_on = last_valid_day(on, module.valid_months)
        row.until_on = until(row.expires_on, min(later, default=None))
    row.clean_fields(exclude=["personnel", "module", "session", "recorded_by"])
    return Recorded(person, row, is_new=True)


def _end_at(passes: list[TrainingResult], on: date) -> None:
    """Passes that would still count on that day end the day before."""
    for row in passes:
        if row.from_on < on and (row.until_on is None or row.until_on >= on):
            row.until_on = until(row.expires_on, on)
            row.save(update_fields=["until_on"])


def _event(row: Any, *, by: Any, now: datetime | None) -> Any:
    changes = {
        "module": (None, row.module_id),
        "result": (None, row.result),
        "from_on": (None, row.from_on),
    }
    return audit.build(
        type="training.recorded",
        by=by,
        target=row,
        subject=row.personnel,
        changes=changes,
        now=now,
    )
