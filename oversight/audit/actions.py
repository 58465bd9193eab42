"""Writing events."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from oversight.audit.models import Event
from oversight.audit.rules import presentable


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
