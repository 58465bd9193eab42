"""What the worker does for triage: jobs on many records."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from cases.triage import actions
from cases.triage.admin.jobs import plan
from cases.triage.models import BulkJob

# Short turns, so that a long job does not keep reminders waiting.
RUN = timedelta(seconds=20)


@shared_task(name="triage.run_job")
def run_job(job: str) -> None:
    """One turn of a job; it queues its own next turn."""
    if actions.run_job(id=UUID(job), plan=plan, until=timezone.now() + RUN):
        run_job.delay(job)


@shared_task(name="triage.resume_jobs")
def resume_jobs() -> None:
    """Take up again what a dead worker or a lost message left behind."""
    free = BulkJob.objects.free(timezone.now()).order_by("created_at")
    for pk in free.values_list("pk", flat=True):
        run_job.delay(str(pk))


@shared_task(name="triage.purge_jobs")
def purge_jobs() -> int:
    return actions.purge_jobs()
