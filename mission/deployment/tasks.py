"""What runs by itself for deployment."""

from celery import shared_task

from mission.deployment import actions


@shared_task(name="deployment.review_expiring")
def review_expiring() -> None:
    actions.review_expiring()
