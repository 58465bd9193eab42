"""Keeps values out of logs and error reports: an exception says its type and place, no more."""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

# Of the request that is being answered; given back as X-Request-ID.
request_id: ContextVar[str] = ContextVar("request_id", default="")

# What we log ourselves is written so that its parts may be read; what packages fill into their sentences
# (addresses, file names, texts of errors) is not.
OURS = frozenset({"config", "oversight", "mission", "cases"})
HIDDEN = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[e-mail]"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "[address]"),
    (re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}(?![\w:])"), "[address]"),
    (re.compile(r"\?[\w%.-]+=\S*"), "?[query]"),
)


class HideEverything(SafeExceptionReporterFilter):
    """Error reports without local variables, form data, cookies or settings."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        return []

    def get_safe_settings(self) -> dict[str, Any]:
        return {}

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        return {}


class ScrubbedFormatter(logging.Formatter):
    """Tracebacks keep files, lines and exception types; messages of exceptions may quote data."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        kind, error, trace = ei
        if error is None or kind is None:
            return ""
        frames = traceback.extract_tb(trace)
        lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        return "\n".join([*lines, f"{kind.__module__}.{kind.__qualname__}"])


class JsonFormatter(ScrubbedFormatter):
    """One object a line: when, how grave, who speaks, what happened; never with which values."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": sentence(record),
        }
        if current := request_id.get():
            line["request"] = current
        line |= task_of(record)
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0] is not None:
            *frames, kind = self.formatException(record.exc_info).splitlines()
            line |= {"error": kind, "trace": [frame.strip() for frame in frames]}
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


def sentence(record: logging.LogRecord) -> str:
    """Our own sentences are filled in; of other people's only the pattern is kept."""
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    ours = record.name.split(".")[0] in OURS
    text = record.getMessage() if ours else record.msg
    for pattern, stand_in in HIDDEN:
        text = pattern.sub(stand_in, text)
    return text


def task_of(record: logging.LogRecord) -> dict[str, Any]:
    """Which task Celery speaks of: its name and its random number, never its arguments."""
    told = record.args if isinstance(record.args, dict) else getattr(record, "data", None)
    if not record.name.startswith("celery.") or not isinstance(told, dict):
        return {}
    named = {"task": told.get("name"), "task_id": told.get("id"), "seconds": told.get("runtime")}
    return {name: value for name, value in named.items() if value is not None}
