"""Says in the cache that the worker and the timetable are alive, for /readyz/."""

import time
from typing import Any

from celery.signals import beat_init, heartbeat_sent, worker_ready
from django.core.cache import cache

from oversight.pages.choices import HEARTBEAT_EXPIRES, HEARTBEAT_SECONDS, WORKER_HEARTBEAT

_last_written = 0.0


@worker_ready.connect
def write_first_heartbeat(**_: Any) -> None:
    cache.set(WORKER_HEARTBEAT, True, HEARTBEAT_EXPIRES)


@heartbeat_sent.connect
def write_heartbeat(**_: Any) -> None:
    """Celery beats every two seconds, and only while it is connected to its broker."""
    global _last_written
    if time.monotonic() - _last_written >= HEARTBEAT_SECONDS:
        _last_written = time.monotonic()
        cache.set(WORKER_HEARTBEAT, True, HEARTBEAT_EXPIRES)


@beat_init.connect
def show_at_once(**_: Any) -> None:
    """The first turn of an interval comes only after the interval."""
    from oversight.pages.tasks import show_timetable_runs

    show_timetable_runs.delay()
