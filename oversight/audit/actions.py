"""Writing events."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from oversight.audit.models import Event
from oversight.audit.rules import presentable

# How long further reading by the same person of the same record is no new event.
READ_AGAIN = timedelta(hours=1)


def build(
    *,
    type: str,
    by: Any,
    target: models.Model,
    subject: models.Model | None = None,
    reason: str = "",
    changes: dict[str, tuple[Any, Any]] | None = None,
    now: datetime | None = None,
) -> Event:
    """An event that is not saved yet, for callers that write many at once."""
    about = subject or target
    return Event(
        type=type,
        at=now or timezone.now(),
        actor_id=str(by.pk) if by is not None and by.pk else "",
        target_label=target._meta.label_lower,
        target_id=str(target.pk),
        subject_label=about._meta.label_lower,
        subject_id=str(about.pk),
        reason=reason,
        changes=presentable(changes or {}, getattr(target, "audit_values", frozenset())),
    )


def record(**event: Any) -> Event:
    """Write one event in the caller's transaction. Arguments as `build`."""
    written = build(**event)
    written.save(force_insert=True)
    return written


def write(events: list[Event]) -> None:
    """Write events that were built, all at once."""
    Event.objects.bulk_create(events)


def note_read(*, target: Any, by: Any, now: datetime | None = None) -> None:
    """Every screen and answer that shows the content of a record calls this.

    Reading a restricted record is an event, once an hour for each reader and record;
    reading any other is none.
    """
    if target.is_restricted:
        note_once(type=f"{target._meta.model_name}.read", by=by, target=target, now=now)


def note_once(
    *, type: str, by: Any, target: models.Model, now: datetime | None = None, **event: Any
) -> None:
    """Write the event unless the same person did the same within the hour."""
    now = now or timezone.now()
    same = Event.objects.filter(actor_id=str(by.pk), at__gt=now - READ_AGAIN, at__lte=now)
    same = same.filter(type=type, target_label=target._meta.label_lower)
    if not same.filter(target_id=str(target.pk)).exists():
        record(type=type, by=by, target=target, now=now, **event)
