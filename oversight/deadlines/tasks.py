"""What runs by itself. Each run is short, and the next goes on where it stopped."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from oversight.deadlines import actions

# Well under the task time limit.
RUN = timedelta(seconds=50)


@shared_task(name="deadlines.sweep")
def sweep() -> None:
    actions.sweep(until=timezone.now() + RUN)


@shared_task(name="deadlines.send")
def send() -> None:
    actions.send_pending(until=timezone.now() + RUN)


@shared_task(name="deadlines.digest")
def digest() -> None:
    actions.make_digests()


@shared_task(name="deadlines.tokens")
def tokens() -> None:
    actions.tell_of_ending_tokens()
