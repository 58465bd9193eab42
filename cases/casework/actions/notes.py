"""Internal notes on a case."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.casework.access import require_on_case
from cases.casework.actions.common import lock, note_event, save_changed
from cases.casework.models import Case, CaseNote
from cases.casework.rules import plain_text
from oversight.authority.choices import Permission


@transaction.atomic
def add_note(*, case: Case, by: Any, text: str, now: datetime | None = None) -> CaseNote:
    """Write a note that stays in the office."""
    case = lock(case)
    require_on_case(by, Permission.CASE_WORK, case)
    note = CaseNote(case=case, by=by, text=plain_text(text, "/text"), at=now or timezone.now())
    note.full_clean()
    note.save(force_insert=True)
    save_changed(case, now=now)
    note_event(type="case.note_added", by=by, case=case, target=note, now=now)
    return note
