"""What a worker does with an uploaded roster: the preview, and the writing."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mission.deployment.actions.roster.arriving import CSV
from mission.deployment.actions.roster.target import import_roster
from mission.deployment.actions.roster.uploads import drop, held, moved
from mission.deployment.choices import RosterState
from mission.deployment.models import RosterProblem, RosterUpload
from oversight.authority.rules import Conflict, RuleBroken
from oversight.files import actions as files
from oversight.files.choices import FileState
from oversight.files.models import StoredFile
from oversight.imports.actions.quarantine import SealedQuarantine
from oversight.imports.actions.reading import Outcome

logger = logging.getLogger(__name__)
COUNTS = ("read", "created", "updated", "unchanged", "quarantined")


@dataclass(frozen=True)
class _Kept:
    """A stored file as something that imports read."""

    file: StoredFile
    name: str

    def open(self, mode: Any) -> Any:
        return files.open_original(self.file)


@dataclass(frozen=True)
class _Read:
    """What a reading gave: an outcome, or a sentence why there is none."""

    aside: SealedQuarantine
    outcome: Outcome | None = None
    error: str = ""


def work_on(*, id: uuid.UUID, now: datetime | None = None) -> bool:
    """One step of an upload; whether it has to wait, for the scanner or for another import."""
    upload = (
        RosterUpload.objects.filter(pk=id)
        .select_related("file", "uploaded_by", "committed_by")
        .first()
    )
    if upload is None or not upload.is_at_work or upload.file is None:
        return False
    writes = upload.state == RosterState.COMMITTING
    by = upload.committed_by if writes else upload.uploaded_by
    with translation.override(by.language):  # type: ignore[union-attr]
        try:
            found = _read(upload, by=by, writes=writes, now=now)
        except Conflict:
            return True
        if found is not None:
            _settle(upload, found, by=by, now=now)
    return found is None


def _read(upload: RosterUpload, *, by: Any, writes: bool, now: datetime | None) -> _Read | None:
    aside = SealedQuarantine()
    file: StoredFile = upload.file  # type: ignore[assignment]
    if file.state == FileState.WAITING_SCAN:
        file = files.examine(file=file, now=now) or file
    if file.state == FileState.WAITING_SCAN:
        return None
    if not file.is_open:
        return _Read(aside, error=_("The scan found something harmful in this file."))
    try:
        outcome = import_roster(
            path=_Kept(file, f"roster {upload}"),
            mapping=upload.mapping or None,
            by=by,
            dry_run=not writes,
            quarantine=aside,
            now=now,
        )
    except Conflict:
        raise
    except RuleBroken as broken:
        return _Read(aside, error=str(broken.message))
    except Exception as error:
        # The class only: an error of the database may repeat the row.
        logger.error("a roster could not be read: %s", type(error).__name__)
        message = _("The reading broke off. What was written until then stays.")
        return _Read(aside, error=message)
    return _Read(aside, outcome)


@transaction.atomic
def _settle(upload: RosterUpload, found: _Read, *, by: Any, now: datetime | None) -> None:
    """Keep what came of it, unless somebody withdrew the upload meanwhile."""
    row = held(upload)
    if row.state != upload.state or row.asked_at != upload.asked_at:
        if found.aside.incoming is not None:
            found.aside.incoming.discard()
        return
    _keep_rows(row, found, by=by, now=now)
    at = now or timezone.now()
    if found.outcome is None:
        row.error, row.finished_at = found.error[:500], at
        moved(row, state=RosterState.FAILED, type="roster.failed", by=by, now=now)
        return
    counts = {name: getattr(found.outcome, name) for name in COUNTS}
    row.notes = [list(note) for note in found.outcome.notes]
    changes = {name: (None, count) for name, count in counts.items()}
    if row.state == RosterState.WAITING:
        row.preview, row.previewed_at = counts, at
        moved(
            row,
            state=RosterState.PREVIEWED,
            type="roster.previewed",
            by=by,
            changes=changes,
            now=now,
        )
        return
    row.outcome, row.finished_at, row.run = counts, at, found.outcome.run
    drop(row, name="file", by=by, now=now)
    moved(
        row,
        state=RosterState.COMMITTED,
        type="roster.committed",
        by=by,
        reason=row.reason,
        changes=changes,
        now=now,
    )


def _keep_rows(row: RosterUpload, found: _Read, *, by: Any, now: datetime | None) -> None:
    """The rows that do not fit, in place of those of the last reading."""
    row.problems.all().delete()
    RosterProblem.objects.bulk_create(
        RosterProblem(upload=row, row=number, line=line, why=why)
        for number, line, why in sorted(found.aside.problems)
    )
    drop(row, name="aside", by=by, now=now)
    if found.aside.incoming is not None:
        row.aside = files.keep(
            incoming=found.aside.incoming,
            kind=CSV,
            name="rows-set-aside.csv",
            by=by,
            subject=row,
            now=now,
        )
