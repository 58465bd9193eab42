"""What triage writes itself: that restricted material was read."""

from datetime import datetime
from typing import Any

from oversight.audit import actions as audit


def note_read(*, target: Any, by: Any, now: datetime | None = None) -> None:
    """Reading a restricted record is an event; reading any other is not."""
    if target.is_restricted:
        kind = target._meta.model_name
        audit.record(type=f"{kind}.read", by=by, target=target, now=now)
