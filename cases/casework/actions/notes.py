"""Internal notes on a case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.access import require_on_case
from cases.casework.actions.common import lock, note_event, save_changed, tell
from cases.casework.models import Case, CaseNote
from cases.casework.rules import plain_text
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken


@transaction.atomic
def add_note(
    *,
    case: Case,
    by: Any,
    text: str,
    told: Sequence[User] = (),
    now: datetime | None = None,
) -> CaseNote:
    """Write a note that stays in the office. `told` get a notice; each must see the case now."""
    case = lock(case)
    require_on_case(by, Permission.CASE_WORK, case)
    people = _who_see(case, told)
    note = CaseNote(case=case, by=by, text=plain_text(text, "/text"), at=now or timezone.now())
    note.full_clean()
    note.save(force_insert=True)
    note.told.set(people)
    save_changed(case, now=now)
    note_event(type="case.note_added", by=by, case=case, target=note, now=now)
    tell(users=people, kind="mentioned", case=case, by=by, now=now)
    return note


def _who_see(case: Case, people: Sequence[User]) -> list[User]:
    for number, user in enumerate(people):
        seen = Case.objects.visible_to(user).filter(pk=case.pk).exists()
        if not user.is_active or not seen:
            message = _("This person does not see the case: they cannot be told of the note.")
            raise RuleBroken("cannot_see", message, f"/told/{number}")
    return list({user.pk: user for user in people}.values())
