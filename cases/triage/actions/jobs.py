"""Asking for a job on many records, ending it, forgetting it."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.triage.access import may_open
from cases.triage.choices import JobState, RowState
from cases.triage.models import BulkJob, BulkJobRow
from cases.triage.rules import JOB_CAP, JOBS_AT_ONCE
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.rules import Conflict, RuleBroken, refuse
from oversight.sealing.rules import Sealed, decrypt

KEPT_FOR = timedelta(days=30)
BATCH = 1000
Typed = dict[str, list[str]]


def fingerprint_of(ids: Sequence[uuid.UUID]) -> str:
    """A digest of which records are meant, whatever their order."""
    return hashlib.sha256(b"".join(sorted(pk.bytes for pk in ids))).hexdigest()


@transaction.atomic
def start_job(
    *,
    screen: str,
    action: str,
    ids: Sequence[uuid.UUID],
    data: Typed,
    by: Any,
    language: str,
    now: datetime | None = None,
) -> BulkJob:
    """Fix the records and what was typed. The same request again gives the job that runs."""
    # The person's own row is the lock: two presses at once come one after the other.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    if not may_open(by, screen):
        refuse()
    mark = fingerprint_of(ids)
    mine = BulkJob.objects.visible_to(by).unfinished()
    same = mine.filter(screen=screen, action=action, fingerprint=mark).first()
    if same is not None:
        return same
    _require_room(len(ids), mine.count())
    job = BulkJob(
        owner=by,
        screen=screen,
        action=action,
        data=Sealed.of(json.dumps(data)),  # type: ignore[misc]
        fingerprint=mark,
        language=language,
        total=len(ids),
        created_at=now or timezone.now(),
    )
    job.full_clean()
    job.save(force_insert=True)
    rows = (BulkJobRow(job=job, position=at, subject_id=pk) for at, pk in enumerate(ids))
    BulkJobRow.objects.bulk_create(rows, batch_size=BATCH)
    changes = {"action": (None, action), "screen": (None, screen), "total": (None, len(ids))}
    audit.record(type="bulk.started", by=by, target=job, changes=changes, now=now)
    return job


def _require_room(wanted: int, running: int) -> None:
    if not 0 < wanted <= JOB_CAP:
        text = _("A job takes between 1 and %(cap)s records.")
        raise RuleBroken("job_size", text % {"cap": JOB_CAP})
    if running >= JOBS_AT_ONCE:
        text = _("%(count)s jobs of yours are still running. Wait for one to end, or cancel it.")
        raise Conflict("jobs_running", text % {"count": running})


@transaction.atomic
def cancel_job(*, job: BulkJob, by: Any, now: datetime | None = None) -> BulkJob:
    """Do no more rows. What is done stays done; a row that is being done is finished first."""
    job = BulkJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if job.owner_id != by.pk:
        refuse()
    if job.is_over:
        raise Conflict("job_over", _("This job has ended already."))
    end_job(job=job, state=JobState.CANCELLED, by=by, now=now)
    return job


def end_job(
    *, job: BulkJob, state: str, by: Any, stop_code: str = "", now: datetime | None = None
) -> None:
    """Write down how a job ended. The caller holds its row."""
    old = job.state
    job.state, job.stop_code = state, stop_code
    job.finished_at, job.claimed_until = now or timezone.now(), None
    # Nobody needs what was typed any more: each record has its own copy where it belongs.
    job.data = None  # type: ignore[assignment]
    job.full_clean()
    job.save()
    counts = job.counts()
    audit.record(
        type=f"bulk.{'finished' if state == JobState.DONE else state}",
        by=by,
        target=job,
        changes={
            "state": (old, state),
            "stop_code": ("", stop_code),
            "done": (None, counts[RowState.DONE]),
            "refused": (None, counts[RowState.REFUSED]),
        },
        now=now,
    )


def data_of(job: BulkJob) -> Typed:
    """What was typed, for the worker that acts for its owner."""
    return json.loads(decrypt(job.data.token)) if isinstance(job.data, Sealed) else {}


def said_of(row: BulkJobRow) -> str:
    """The sentence of a row. The caller has found the row through `visible_to`."""
    return decrypt(row.said.token) if isinstance(row.said, Sealed) else ""


@transaction.atomic
def note_download(*, job: BulkJob, format: str, by: Any, now: datetime | None = None) -> None:
    """What became of each record leaves as a file: an event."""
    if job.owner_id != by.pk:
        refuse()
    changes = {"format": (None, format), "total": (None, job.total)}
    audit.record(type="bulk.downloaded", by=by, target=job, changes=changes, now=now)


def purge_jobs(*, now: datetime | None = None) -> int:
    """Forget jobs that ended a month ago. What they did is in the events of each record."""
    oldest = (now or timezone.now()) - KEPT_FOR
    gone = BulkJob.objects.filter(finished_at__lt=oldest).delete()[1]
    return gone.get("cases.BulkJob", 0)
