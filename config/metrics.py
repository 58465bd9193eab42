"""Figures for Prometheus: how the site does, by kind of page; never about whom, and no numbers of records.

Web processes and workers leave what they count in files (prometheus_client's multiprocess mode); whoever is asked
adds them up, and asks the database how the outbox and the clocks stand.
"""

import time
from collections.abc import Iterable
from hmac import compare_digest
from pathlib import Path
from typing import Any

from celery import current_app
from celery.signals import task_postrun, task_prerun
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from config import health, heartbeat
from oversight.deadlines.choices import MessageState
from oversight.deadlines.models import Deadline, Message

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
STATEMENTS = (1, 2, 5, 10, 20, 50, 100, 200)

REQUESTS = Counter(
    "oversight_requests", "Requests, by view and how they ended", ["view", "method", "status"]
)
DURATION = Histogram("oversight_request_seconds", "Time to answer", ["view"], buckets=SECONDS)
ASKED = Histogram(
    "oversight_request_statements", "Statements to the database", ["view"], buckets=STATEMENTS
)
TASKS = Counter("oversight_tasks", "Background tasks, by how they ended", ["task", "outcome"])
TASK_DURATION = Histogram(
    "oversight_task_seconds", "Time of a background task", ["task"], buckets=SECONDS
)


def note_request(view: str, method: str, status: int, seconds: float, statements: int) -> None:
    REQUESTS.labels(view, method, str(status)).inc()
    DURATION.labels(view).observe(seconds)
    ASKED.labels(view).observe(statements)


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Not there without a token in the settings, and closed without it in the request."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(everything(), content_type=CONTENT_TYPE_LATEST)


def everything() -> bytes:
    counted = b"".join(generate_latest(registry) for registry in counters())
    standing = CollectorRegistry()
    standing.register(Standing())
    return counted + generate_latest(standing)


def counters() -> Iterable[CollectorRegistry]:
    """What was counted on this machine; of one process alone where nobody named a folder."""
    if not settings.METRICS_FOLDERS:
        return [REGISTRY]
    made = []
    for folder in filter(Path.is_dir, map(Path, settings.METRICS_FOLDERS)):
        made.append(CollectorRegistry())
        MultiProcessCollector(made[-1], path=str(folder))
    return made


class Standing(Collector):
    """How things stand now. A part that does not answer leaves its figures out; `part_up` says which."""

    def collect(self) -> Iterable[Metric]:
        up = GaugeMetricFamily("oversight_part_up", "Whether a part answers", labels=["part"])
        parts = health.parts()
        for name, state in parts.items():
            if state != health.OFF:
                up.add_metric([name], float(state == health.OK))
        yield up
        if parts["database"] == health.OK:
            yield from work()
        if parts["broker"] == health.OK:
            yield waiting_tasks(current_app.conf.task_default_queue)
            yield last_runs()


def gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"oversight_{name}", meaning, value=value)


def work() -> Iterable[Metric]:
    now = timezone.now()
    pending = Message.objects.filter(state=MessageState.PENDING, in_digest=False)
    oldest = pending.order_by("created_at").values_list("created_at", flat=True).first()
    age = (now - oldest).total_seconds() if oldest else 0.0
    failed = Message.objects.filter(state=MessageState.FAILED).count()
    clocks = Deadline.objects.running()
    yield gauge("outbox_waiting", "E-mails that wait to be sent", pending.count())
    yield gauge("outbox_oldest_seconds", "How long the oldest of them has waited", age)
    yield gauge("outbox_failed", "E-mails that were given up", failed)
    yield gauge("clocks_running", "Clocks that run", clocks.count())
    yield gauge("clocks_overdue", "Clocks that are overdue", clocks.overdue(now).count())
    waiting = Deadline.objects.waiting_for_sweep(now).count()
    yield gauge("clocks_to_sweep", "Clocks the next sweep will speak of", waiting)


def waiting_tasks(queue: str) -> Metric:
    """How many tasks no worker has taken yet."""
    with current_app.connection_for_read() as broker:
        try:
            answer = broker.default_channel.queue_declare(queue=queue, passive=True)
            count = int(answer.message_count)
        except broker.channel_errors:
            # Redis holds no queue before its first task.
            count = 0
        return gauge("queue_waiting", "Tasks that wait for a worker", count)


def last_runs() -> Metric:
    """When each task of the timetable last ended well: the sweep, the outbox, the nightly ones."""
    last = GaugeMetricFamily(
        "oversight_task_last_success_timestamp_seconds", "Last good end", labels=["task"]
    )
    names = sorted({str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()})
    for key, at in cache.get_many([heartbeat.ended(name) for name in names]).items():
        last.add_metric([key.removeprefix(heartbeat.ENDED)], at)
    return last


_began: dict[str, float] = {}


@task_prerun.connect
def note_start(task_id: str = "", **_: Any) -> None:
    _began[task_id] = time.perf_counter()


@task_postrun.connect
def note_end(task_id: str = "", task: Any = None, state: str | None = None, **_: Any) -> None:
    began = _began.pop(task_id, None)
    if task is None:
        return
    if settings.METRICS_TOKEN:
        TASKS.labels(task.name, (state or "unknown").lower()).inc()
        if began is not None:
            TASK_DURATION.labels(task.name).observe(time.perf_counter() - began)
