"""What runs by itself in accounts."""

from celery import shared_task

from oversight.accounts import actions


@shared_task(name="accounts.forget_sessions")
def forget_sessions() -> None:
    actions.forget_sessions()
