"""What runs by itself for deployment."""

import logging
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from mission.deployment import actions
from mission.deployment.models import RosterUpload

logger = logging.getLogger(__name__)
# A roster of thousands takes longer than the tasks of every minute may.
SOFT_SECONDS, HARD_SECONDS = 840, 900
# A message that took longer is taken for lost; one that was not waits for the other to end.
PATIENCE = timedelta(minutes=2)
# While the scanner or another import is at work.
AGAIN_SECONDS = 20


@shared_task(name="deployment.review_expiring")
def review_expiring() -> None:
    actions.review_expiring()


@shared_task(
    name="deployment.work_on_roster", soft_time_limit=SOFT_SECONDS, time_limit=HARD_SECONDS
)
def work_on_roster(upload: str) -> None:
    """The preview or the writing of one roster."""
    if actions.work_on(id=UUID(upload)):
        work_on_roster.apply_async((upload,), countdown=AGAIN_SECONDS)


@shared_task(name="deployment.tend_rosters")
def tend_rosters() -> None:
    """Take up what a lost message or a dead worker left behind."""
    waiting = RosterUpload.objects.for_worker(timezone.now() - PATIENCE)
    for pk in waiting.values_list("pk", flat=True):
        work_on_roster.delay(str(pk))


@shared_task(name="deployment.tidy_rosters")
def tidy_rosters() -> int:
    """Remove files that were kept long enough."""
    return actions.tidy_uploads()
