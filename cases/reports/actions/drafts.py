"""Drafts: sealed, their writer's alone, and short-lived."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from cases.reports.actions.locking import require_held
from cases.reports.models import ReportDraft
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.sealing.rules import Sealed, decrypt

KEPT_FOR = timedelta(days=14)


def answers_of(*, draft: ReportDraft | None, by: User) -> dict[str, Any]:
    """What the writer of a draft has typed so far; nobody else can ask."""
    if draft is None or draft.owner_id != by.pk or not isinstance(draft.answers, Sealed):
        return {}
    return json.loads(decrypt(draft.answers.token))


@transaction.atomic
def save_step(
    *,
    id: uuid.UUID,
    by: User,
    step: str,
    typed: dict[str, list[str]],
    danger: bool,
    now: datetime | None = None,
) -> dict[str, Any]:
    """Keep what was typed on one page, whether or not it can be sent like that."""
    require_held(by=by, permission=Permission.REPORT_FILE)
    now = now or timezone.now()
    ReportDraft.objects.get_or_create(
        id=id, defaults={"owner": by, "created_at": now, "updated_at": now}
    )
    draft = ReportDraft.objects.select_for_update(of=("self",)).get(pk=id)
    if draft.owner_id != by.pk:
        raise Http404
    answers = answers_of(draft=draft, by=by)
    answers.setdefault("steps", {})[step] = typed
    answers["danger"] = danger
    draft.answers = Sealed.of(json.dumps(answers))  # type: ignore[assignment]
    draft.updated_at = now
    draft.save()
    return answers


@transaction.atomic
def discard(*, draft: ReportDraft, by: User) -> None:
    """Throw a draft away. Nothing of it is kept."""
    ReportDraft.objects.visible_to(by).filter(pk=draft.pk).delete()


def purge_drafts(*, now: datetime | None = None) -> int:
    """Remove drafts nobody touched for two weeks."""
    oldest = (now or timezone.now()) - KEPT_FOR
    return ReportDraft.objects.filter(updated_at__lt=oldest).delete()[0]
