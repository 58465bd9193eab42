"""What runs by itself for vetting."""

from celery import shared_task

from mission.vetting import actions


@shared_task(name="vetting.expire")
def expire_due() -> None:
    actions.expire_due()
