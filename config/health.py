"""Probes: is the process up, and is everything it depends on."""

from collections.abc import Callable
from functools import cache as remember

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config import heartbeat
from oversight.files.actions import scanner_answers

OK, FAILED, OFF = "ok", "failed", "off"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Every part answers; says which one does not, and never why: that is in the logs."""
    found = parts()
    ready = FAILED not in found.values()
    body = {"status": OK if ready else FAILED, "parts": found}
    response = JsonResponse(body, status=200 if ready else 503)
    # A probe asks every few seconds; each "not ready" in the log would drown the reason.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def parts() -> dict[str, str]:
    """Each part and whether it answers."""
    asked = CHECKS | ({"scanner": scanner_answers} if settings.CLAMD_ADDRESS else {})
    found = {name: OK if works(check) else FAILED for name, check in asked.items()}
    # Without a scanner files are taken unscanned: said here, so that nobody forgets.
    found.setdefault("scanner", OFF)
    return found


def works(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever fails means "not ready"
        return False


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def broker_answers() -> bool:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
        return True


@remember
def known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def migrations_are_applied() -> bool:
    return known_migrations() <= set(MigrationRecorder(connection).applied_migrations())


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "broker": broker_answers,
    "migrations": migrations_are_applied,
    "worker": lambda: cache.get(heartbeat.WORKER) is not None,
    "timetable": lambda: cache.get(heartbeat.TIMETABLE) is not None,
}
