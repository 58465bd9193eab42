"""That a list was taken out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.triage.models import ListExport
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, holds, refuse


@transaction.atomic
def note_export(
    *,
    list: str,
    format: str,
    rows: int,
    filters: Sequence[str],
    by: Any,
    reason: str,
    with_titles: bool = False,
    now: datetime | None = None,
) -> ListExport:
    """A list leaves: written down before its first line does."""
    if not holds(by, Permission.REPORT_TRIAGE, Permission.CASE_SEE):
        refuse()
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Give a reason. It stays in the office."), "/reason")
    values = {
        "list": list,
        "format": format,
        "rows": rows,
        "filters": sorted(filters),
        "with_titles": with_titles,
    }
    row = ListExport(by=by, at=now or timezone.now(), **values)
    row.full_clean()
    row.save(force_insert=True)
    changes = {field: (None, value) for field, value in values.items()}
    audit.record(type="list.exported", by=by, target=row, reason=reason, changes=changes, now=now)
    return row
