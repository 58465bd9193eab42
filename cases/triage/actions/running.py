"""Doing a job: each row in its own transaction, with what its owner may do at that moment."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.triage.access import may_open
from cases.triage.actions.jobs import Typed, data_of, end_job
from cases.triage.choices import JobState, RowState, StopCode
from cases.triage.models import BulkJob, BulkJobRow
from oversight.accounts.models import User
from oversight.authority.rules import RuleBroken
from oversight.deadlines.actions import notify
from oversight.deadlines.choices import NoticeKind
from oversight.sealing.rules import Sealed

# Longer than any run; what a dead worker held is free again after it.
CLAIM = timedelta(minutes=2)
# A row that broke this often is left out, so that it cannot hold up the others.
MOST_TRIES = 3


@dataclass(frozen=True)
class Work:
    """How the rows of one job are found and done.

    `rows(user)` are the records the person may see now. `do(subject, by)` does one through the
    single action and gives a word on what came of it, or "".
    """

    rows: Callable[[Any], Any]
    do: Callable[[Any, Any], str]


# Reads what was typed again, for the person as they are now; raises RuleBroken if it no longer fits.
Plan = Callable[[str, str, Typed, Any], Work]


def run_job(*, id: uuid.UUID, plan: Plan, until: datetime | None = None) -> bool:
    """Do rows of a job until it ends or the time is up. True when it should go on.

    Of two workers one gets the claim; and whoever runs, the lock on the job keeps every row to once.
    """
    claimed = timezone.now() + CLAIM
    if not _claim(id, claimed):
        return False
    job = BulkJob.objects.get(pk=id)
    try:
        with translation.override(job.language):
            work = _plan_of(job, plan)
            while work and (until is None or timezone.now() < until):
                if not _step(id, work):
                    return False
    finally:
        BulkJob.objects.filter(pk=id, claimed_until=claimed).update(claimed_until=None)
    return work is not None


def _claim(id: uuid.UUID, claimed: datetime) -> bool:
    now = timezone.now()
    rows = BulkJob.objects.free(now).filter(pk=id)
    started = Coalesce(F("started_at"), Value(now))
    taken = rows.update(claimed_until=claimed, state=JobState.RUNNING, started_at=started)
    return taken == 1


def _plan_of(job: BulkJob, plan: Plan) -> Work | None:
    owner = User.objects.with_grants().get(pk=job.owner_id)
    try:
        return plan(job.screen, job.action, data_of(job), owner)
    except RuleBroken:
        with transaction.atomic():
            held = BulkJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
            if not held.is_over:
                _end(held, owner, JobState.STOPPED, StopCode.FORM)
        return None


def _step(id: uuid.UUID, work: Work) -> bool:
    """One row, all or nothing; a row that breaks is written down outside what it broke."""
    row: list[BulkJobRow] = []
    try:
        return _one(id, work, row)
    except Exception:
        if row and _broken(row[0]):
            return True
        raise


@transaction.atomic
def _one(id: uuid.UUID, work: Work, taken: list[BulkJobRow]) -> bool:
    job = BulkJob.objects.select_for_update(of=("self",)).get(pk=id)
    if job.is_over:
        return False
    # Read anew for each row: a role taken back stops the very next one.
    owner = User.objects.with_grants().get(pk=job.owner_id)
    code = _why_stop(owner, job)
    if code:
        _end(job, owner, JobState.STOPPED, code)
        return False
    row = job.rows.filter(state=RowState.WAITING).order_by("position").first()
    if row is None:
        _end(job, owner, JobState.DONE)
        return False
    taken.append(row)
    state, said = _outcome(work, row, owner)
    settled = BulkJobRow.objects.filter(pk=row.pk, state=RowState.WAITING)
    settled.update(state=state, said=Sealed.of(said) if said else None)
    return True


def _why_stop(owner: User, job: BulkJob) -> str:
    if not owner.is_active:
        return StopCode.ACCOUNT
    return "" if may_open(owner, job.screen) else StopCode.ROLE


def _outcome(work: Work, row: BulkJobRow, owner: User) -> tuple[str, str]:
    """Through the single action; a refusal is a sentence, not the end of the rest."""
    subject = work.rows(owner).filter(pk=row.subject_id).first()
    if subject is None:
        return RowState.REFUSED, _("You may no longer see this record.")
    try:
        with transaction.atomic():
            return RowState.DONE, work.do(subject, owner)
    except RuleBroken as broken:
        return RowState.REFUSED, str(broken.message)
    except ValidationError as wrong:
        return RowState.REFUSED, " ".join(wrong.messages)


@transaction.atomic
def _broken(row: BulkJobRow) -> bool:
    """Count a row that raised something unforeseen; True once it has been left out."""
    row = BulkJobRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.state != RowState.WAITING:
        return False
    row.tries += 1
    if row.tries >= MOST_TRIES:
        row.state = RowState.REFUSED
        row.said = Sealed.of(_("Something went wrong here. Nothing was changed."))  # type: ignore[assignment]
    row.save()
    return row.state == RowState.REFUSED


def _end(job: BulkJob, owner: User, state: str, stop_code: str = "") -> None:
    end_job(job=job, state=state, by=None, stop_code=stop_code)
    notify(users=[owner], kind=NoticeKind.BULK_ENDED, subject=job)
