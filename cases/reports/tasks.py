"""What the worker does about reports by itself."""

from celery import shared_task

from cases.reports.actions.drafts import purge_drafts


@shared_task(name="reports.purge_drafts")
def purge() -> int:
    """Remove drafts nobody touched for two weeks."""
    return purge_drafts()
