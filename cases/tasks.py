"""Background tasks of the cases app, imported so that Celery finds them."""

from cases.reports.tasks import purge
from cases.triage.tasks import purge_jobs, resume_jobs, run_job

__all__ = ["purge", "purge_jobs", "resume_jobs", "run_job"]
