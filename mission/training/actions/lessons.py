"""A lesson asks for a change to a module; nothing here says where the lesson was learnt."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.training.choices import ChangeState
from mission.training.models import ModuleChangeRequest, TrainingModule
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken, require

LONGEST = 4000


@transaction.atomic
def ask_for_change(
    *, module: TrainingModule, text: str, now: datetime | None = None
) -> ModuleChangeRequest:
    """What should change in a module. Nobody is named as its author: it must not lead back."""
    plain = text.strip()
    if not plain or len(plain) > LONGEST:
        raise RuleBroken("text_missing", _("Say what should change in the module."), "/text")
    asked = ModuleChangeRequest(module=module, text=plain, asked_on=timezone.localdate(now))
    asked.full_clean()
    asked.save(force_insert=True)
    changes = {"module": (None, module.pk)}
    audit.record(type="training.change_asked", by=None, target=asked, changes=changes, now=now)
    return asked


@transaction.atomic
def decide_change(
    *,
    asked: ModuleChangeRequest,
    state: str,
    answer: str,
    by: Any,
    now: datetime | None = None,
) -> ModuleChangeRequest:
    """Take it up or set it aside, with an answer."""
    require(by, Permission.TRAINING_MANAGE)
    row = ModuleChangeRequest.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if row.state != ChangeState.WAITING:
        raise Conflict("decided_already", _("This has been decided already."))
    if not answer.strip():
        raise RuleBroken("answer_missing", _("Say what becomes of it."), "/answer")
    row.state, row.answer = state, answer.strip()
    row.decided_by, row.decided_at = by, now or timezone.now()
    row.full_clean()
    row.save()
    changes = {"state": (ChangeState.WAITING.value, state)}
    audit.record(type="training.change_decided", by=by, target=row, changes=changes, now=now)
    return row
