"""Each request has a number, a line in the log without values, and a place in the figures."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from config import metrics
from config.logs import request_id

Next = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)

GIVEN = re.compile(r"[0-9a-f]{32}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Probes come every few seconds and say nothing new.
QUIET = frozenset({"healthz", "readyz", "metrics"})
# Of who tells something without a name, not even the minute is written down.
PUBLIC_CHANNEL = "cases.complaints."


class Statements:
    """Counts what is asked of the database, without looking at it."""

    count = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


class RequestMiddleware:
    """First in, last out: what it measures is what the visitor waited for."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.headers.get("X-Request-ID", "")
        number = asked if GIVEN.fullmatch(asked) else uuid.uuid4().hex
        held = request_id.set(number)
        began = time.perf_counter()
        statements = Statements()
        try:
            response = self._answer(request, statements)
            self._note(request, response, time.perf_counter() - began, statements.count)
        finally:
            request_id.reset(held)
        response["X-Request-ID"] = number
        return response

    def _answer(self, request: HttpRequest, statements: Statements) -> HttpResponse:
        if not settings.METRICS_TOKEN:
            return self.get_response(request)
        with connection.execute_wrapper(statements):
            return self.get_response(request)

    def _note(
        self, request: HttpRequest, response: HttpResponse, seconds: float, statements: int
    ) -> None:
        match = request.resolver_match
        view = (match.view_name or match._func_path) if match else "none"
        method = request.method if request.method in METHODS else "other"
        if view in QUIET:
            return
        if settings.METRICS_TOKEN:
            metrics.note_request(view, str(method), response.status_code, seconds, statements)
        failed = response.status_code >= 500
        private = match is not None and match._func_path.startswith(PUBLIC_CHANNEL)
        if settings.LOG_REQUESTS and (failed or not private):
            facts = {
                "view": view,
                "method": method,
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
            }
            logger.log(logging.ERROR if failed else logging.INFO, "request", extra={"facts": facts})
