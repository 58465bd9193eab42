"""Rosters uploaded in the office: brought, committed, withdrawn, forgotten. A worker reads them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.deployment.actions.roster.target import ROSTER, own_columns
from mission.deployment.choices import RosterState
from mission.deployment.models import RosterUpload
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken, holds, refuse
from oversight.files import actions as files
from oversight.files.models import StoredFile
from oversight.imports.rules import load_mapping

KEPT = timedelta(days=7)
ASIDE_KEPT = timedelta(days=30)


@transaction.atomic
def upload_roster(
    *,
    file: StoredFile,
    by: Any,
    mapping: str = "",
    mapping_name: str = "",
    now: datetime | None = None,
) -> RosterUpload:
    """Take a file in; a worker makes the preview. The columns are judged at once."""
    _may(by)
    now = now or timezone.now()
    mapping = own_columns(mapping) if mapping else ""
    if mapping and load_mapping(mapping).target is not ROSTER:
        message = _("These columns are not those of a roster.")
        raise RuleBroken("other_target", message, "/mapping")
    upload = RosterUpload(
        file=file,
        file_sha256=file.sha256,
        mapping=mapping,
        mapping_name=mapping_name if mapping else "",
        uploaded_by=by,
        uploaded_at=now,
        asked_at=now,
    )
    upload.full_clean()
    upload.save(force_insert=True)
    changes = {"file_sha256": (None, upload.file_sha256)}
    audit.record(type="roster.uploaded", by=by, target=upload, changes=changes, now=now)
    return upload


@transaction.atomic
def preview_again(
    *, upload: RosterUpload, by: Any, reason: str = "", now: datetime | None = None
) -> RosterUpload:
    """Read the same file again: the register has changed, or the last reading broke off."""
    _may(by)
    row = held(upload)
    _check_state(row, RosterState.PREVIEWED, RosterState.FAILED)
    if row.file is None:
        raise Conflict("file_gone", _("The file is no longer kept. Upload it again."))
    row.asked_at = now or timezone.now()
    row.error, row.reason, row.committed_by = "", "", None
    moved(row, state=RosterState.WAITING, type="roster.read_again", by=by, reason=reason, now=now)
    return row


@transaction.atomic
def commit_roster(
    *, upload: RosterUpload, by: Any, reason: str, now: datetime | None = None
) -> RosterUpload:
    """Say yes to the preview; a worker writes, and reads the file again while it does."""
    _may(by)
    row = held(upload)
    _check_state(row, RosterState.PREVIEWED)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Give a reason. It stays in the office."), "/reason")
    row.committed_by, row.reason = by, reason
    row.asked_at = now or timezone.now()
    moved(
        row, state=RosterState.COMMITTING, type="roster.commit_asked", by=by, reason=reason, now=now
    )
    return row


@transaction.atomic
def withdraw_roster(
    *, upload: RosterUpload, by: Any, reason: str, now: datetime | None = None
) -> RosterUpload:
    """Nothing is written; the file is removed at once."""
    _may(by)
    row = held(upload)
    _check_state(row, RosterState.WAITING, RosterState.PREVIEWED, RosterState.FAILED)
    _end(row, by=by, reason=reason, now=now)
    return row


@transaction.atomic
def take_aside(*, upload: RosterUpload, by: Any, now: datetime | None = None) -> StoredFile:
    """The rows set aside leave as a file: an event, before its first byte."""
    _may(by)
    if upload.aside is None:
        raise Http404
    files.note_download(file=upload.aside, by=by, subject=upload, now=now)
    return upload.aside


def tidy_uploads(*, now: datetime | None = None) -> int:
    """Forget files kept long enough: an upload nobody committed ends, what was set aside goes later."""
    now = now or timezone.now()
    wanted = RosterUpload.objects.to_forget(now - KEPT, now - ASIDE_KEPT)
    for pk in list(wanted.values_list("pk", flat=True)):
        with transaction.atomic():
            _forget(held(RosterUpload(pk=pk)), now=now)
    return len(wanted)


def _forget(row: RosterUpload, *, now: datetime) -> None:
    if row.file is not None:
        _end(row, by=None, reason=str(_("Not committed in time.")), now=now)
    if row.aside is not None and row.asked_at < now - ASIDE_KEPT:
        drop(row, name="aside", by=None, now=now)
        row.save()


def _end(row: RosterUpload, *, by: Any, reason: str, now: datetime | None) -> None:
    drop(row, name="file", by=by, now=now)
    row.finished_at = now or timezone.now()
    moved(row, state=RosterState.WITHDRAWN, type="roster.withdrawn", by=by, reason=reason, now=now)


def held(upload: RosterUpload) -> RosterUpload:
    """The row locked, with its files."""
    rows = RosterUpload.objects.select_related("file", "aside")
    return rows.select_for_update(of=("self",)).get(pk=upload.pk)


def moved(
    row: RosterUpload,
    *,
    state: RosterState,
    type: str,
    by: Any,
    reason: str = "",
    changes: dict[str, Any] | None = None,
    now: datetime | None = None,
) -> None:
    """The new state of a locked row, with its event."""
    old, row.state = row.state, state
    row.version += 1
    row.full_clean()
    row.save()
    all_changes = {"state": (old, state.value), **(changes or {})}
    audit.record(type=type, by=by, target=row, reason=reason, changes=all_changes, now=now)


def drop(row: RosterUpload, *, name: str, by: Any, now: datetime | None) -> None:
    """Let go of one of its files and remove it; the caller saves the row."""
    file = getattr(row, name)
    if file is None:
        return
    setattr(row, name, None)
    RosterUpload.objects.filter(pk=row.pk).update(**{name: None})
    files.remove(file=file, by=by, subject=row, now=now)


def _may(by: Any) -> None:
    """In whatever scope: the worker asks row by row how far it reaches."""
    if not holds(by, Permission.PERSONNEL_MANAGE):
        refuse()


def _check_state(row: RosterUpload, *wanted: RosterState) -> None:
    if row.state not in wanted:
        message = _("This roster has moved on meanwhile. Look at it again.")
        raise Conflict("roster_moved_on", message)
