"""What leaves the log is in the log."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from oversight.audit import actions as audit
from oversight.audit.models import Event
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, require


@transaction.atomic
def note_export(*, by: Any, format: str, filters: list[str], now: datetime | None = None) -> Event:
    """An export: its format and which filters narrowed it, not what was typed into them."""
    require(by, Permission.EVENT_SEE)
    changes = {"format": (None, format), "filters": (None, filters)}
    return audit.record(
        type="event.exported", by=by, target=_newest(), subject=by, changes=changes, now=now
    )


@transaction.atomic
def note_pull(*, by: Any, now: datetime | None = None) -> None:
    """Reading the log by program: once an hour for each reader."""
    require(by, Permission.EVENT_SEE)
    audit.note_once(type="event.pulled", by=by, target=by, now=now)


def _newest() -> Event:
    """Up to which event the log went when it left."""
    newest = Event.objects.order_by("-id").first()
    if newest is None:
        raise Conflict("nothing_to_export", _("There is no event yet."))
    return newest
