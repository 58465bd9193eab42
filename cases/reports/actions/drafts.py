"""Drafts: sealed, their writer's alone, and short-lived."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from cases.reports.actions.attaching import drop_all, hand_over, own_draft
from cases.reports.actions.filing import file_report
from cases.reports.actions.locking import require_held
from cases.reports.actions.visits import link_visit
from cases.reports.choices import Channel
from cases.reports.models import Report, ReportDraft
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.sealing.rules import Sealed, decrypt

KEPT_FOR = timedelta(days=14)


def removed_on(draft: ReportDraft) -> datetime:
    """When the draft goes by itself, unless somebody works on it before."""
    return draft.updated_at + KEPT_FOR


def answers_of(*, draft: ReportDraft | None, by: User) -> dict[str, Any]:
    """What the writer of a draft has typed so far; nobody else can ask."""
    if draft is None or draft.owner_id != by.pk or not isinstance(draft.answers, Sealed):
        return {}
    return json.loads(decrypt(draft.answers.token))


def _keep(draft: ReportDraft, answers: dict[str, Any], now: datetime) -> None:
    draft.answers = Sealed.of(json.dumps(answers))  # type: ignore[assignment]
    draft.updated_at = now
    draft.save()


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
    # A page that was sent was looked at: what stands there is no longer only carried over.
    answers["carried"] = [name for name in answers.get("carried", ()) if name != step]
    _keep(draft, answers, now)
    return answers


@transaction.atomic
def begin_after(
    *, report: Report, steps: dict[str, Any], by: User, now: datetime | None = None
) -> ReportDraft:
    """A draft for another incident of the same visit, with what both have in common."""
    require_held(by=by, permission=Permission.REPORT_FILE)
    if report.filed_by_id != by.pk:
        raise Http404
    now = now or timezone.now()
    draft = ReportDraft(owner=by, created_at=now)
    _keep(draft, {"steps": steps, "carried": sorted(steps), "after": str(report.pk)}, now)
    return draft


@transaction.atomic
def send_draft(
    *, draft: ReportDraft, data: Any, language: str, by: User, now: datetime | None = None
) -> Report:
    """Make the report of a draft: its files go with it, the draft goes, all at once or not at all."""
    now = now or timezone.now()
    draft = own_draft(id=draft.pk, by=by)
    answers = answers_of(draft=draft, by=by)
    report, _created = file_report(
        by=by, data=data, channel=Channel.FORM, language=language, id=draft.pk, now=now
    )
    hand_over(draft=draft, report=report, by=by, now=now)
    if after := answers.get("after"):
        link_visit(report=report, after=after, by=by, now=now)
    draft.delete()
    return report


@transaction.atomic
def discard(*, draft: ReportDraft, by: User, now: datetime | None = None) -> None:
    """Throw a draft away. Nothing of it is kept."""
    held = own_draft(id=draft.pk, by=by)
    drop_all(draft=held, by=by, now=now)
    held.delete()


def purge_drafts(*, now: datetime | None = None) -> int:
    """Remove drafts nobody touched for two weeks, with their files."""
    oldest = (now or timezone.now()) - KEPT_FOR
    old = list(ReportDraft.objects.filter(updated_at__lt=oldest).values_list("pk", flat=True))
    return sum(_purge(pk, oldest, now) for pk in old)


@transaction.atomic
def _purge(pk: uuid.UUID, oldest: datetime, now: datetime | None) -> int:
    rows = ReportDraft.objects.select_for_update(skip_locked=True, of=("self",))
    # Asked again under the lock: its writer may have come back this moment.
    draft = rows.filter(pk=pk, updated_at__lt=oldest).first()
    if draft is None:
        return 0
    drop_all(draft=draft, by=None, now=now)
    draft.delete()
    return 1
