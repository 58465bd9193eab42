"""The task that shows that the timetable runs: sent by beat, done by a worker."""

from celery import shared_task
from django.core.cache import cache

from oversight.pages.choices import BEAT_HEARTBEAT, HEARTBEAT_EXPIRES


@shared_task(name="pages.show_timetable_runs", expires=60)
def show_timetable_runs() -> None:
    cache.set(BEAT_HEARTBEAT, True, HEARTBEAT_EXPIRES)
