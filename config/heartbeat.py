"""Says in the cache that the worker and the timetable are alive, for /readyz/."""

import time
from typing import Any

from celery import shared_task
from celery.signals import beat_init, heartbeat_sent, task_success, worker_ready
from django.core.cache import cache

WORKER = "heartbeat:worker"
TIMETABLE = "heartbeat:timetable"
SECONDS = 15
# Three missed beats mean it is gone.
EXPIRES = 3 * SECONDS
# When a task last ended well, remembered for a week.
ENDED = "ended:"
REMEMBERED = 7 * 24 * 60 * 60

_last_written = 0.0


@worker_ready.connect
def write_first_heartbeat(**_: Any) -> None:
    cache.set(WORKER, True, EXPIRES)


@heartbeat_sent.connect
def write_heartbeat(**_: Any) -> None:
    """Celery beats every two seconds, and only while it is connected to its broker."""
    global _last_written
    if time.monotonic() - _last_written >= SECONDS:
        _last_written = time.monotonic()
        cache.set(WORKER, True, EXPIRES)


@shared_task(name="config.show_timetable_runs", expires=60)
def show_timetable_runs() -> None:
    """Sent by beat and done by a worker."""
    cache.set(TIMETABLE, True, EXPIRES)


@beat_init.connect
def show_at_once(**_: Any) -> None:
    """The first turn of an interval comes only after the interval."""
    show_timetable_runs.delay()


def ended(task: str) -> str:
    return f"{ENDED}{task}"


@task_success.connect
def note_good_end(sender: Any = None, **_: Any) -> None:
    if sender is not None:
        cache.set(ended(sender.name), time.time(), REMEMBERED)
