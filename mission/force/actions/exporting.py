"""That a list of the register was taken out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.models import RegisterExport
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, holds, refuse


@transaction.atomic
def note_export(
    *,
    list: str,
    needs: Sequence[Permission],
    format: str,
    rows: int,
    filters: Sequence[str],
    by: Any,
    reason: str,
    now: datetime | None = None,
) -> RegisterExport:
    """A list leaves: written down before its first line does. `needs`: what its readers hold."""
    if not holds(by, *needs):
        refuse()
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Give a reason. It stays in the office."), "/reason")
    values = {"list": list, "format": format, "rows": rows, "filters": sorted(filters)}
    row = RegisterExport(by=by, at=now or timezone.now(), **values)
    row.full_clean()
    row.save(force_insert=True)
    changes = {field: (None, value) for field, value in values.items()}
    audit.record(type="list.exported", by=by, target=row, reason=reason, changes=changes, now=now)
    return row
