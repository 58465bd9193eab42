"""Where the time of a row goes: the same requests inside this process, under cProfile."""

import cProfile
import pstats
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from benchmarks.measuring import RATE, TIME, Bench, Row

SHOWN, ASKED = 30, 20
# Every request passes through these: they say nothing.
THROUGH = ("django/core/handlers", "middleware", "django/test/client", "benchmarks/", "decorators")
ROOT = str(Path(__file__).resolve().parent.parent)


class InsideClient:
    """What `Client` of benchmarks/clients.py can, without a server."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(SERVER_NAME="127.0.0.1")
        self.headers = {"Accept-Language": "en"} | _named(headers)
        self.status = 0
        self.answer: Any = None

    def ready(self) -> None:
        """Nothing to connect."""

    def get(self, path: str, **headers: str) -> bytes:
        return self._kept(self.client.get(path, headers=self.headers | _named(headers)))

    def post(self, path: str, body: bytes, kind: str, **headers: str) -> bytes:
        sent = self.headers | _named(headers)
        return self._kept(self.client.post(path, body, content_type=kind, headers=sent))

    def header(self, name: str) -> str:
        return str(self.answer.headers.get(name, ""))

    def _kept(self, answer: Any) -> bytes:
        self.answer, self.status = answer, answer.status_code
        if self.status >= 400:
            raise RuntimeError(f"{self.status}: {answer.content[:300]!r}")
        return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


class InsideBench(Bench):
    """A bench whose clients ask this process."""

    def _client(self, name: str, port: int, **headers: str) -> Any:
        clients = self.own.__dict__.setdefault("clients", {})
        if name not in clients:
            cookie = headers.pop("Cookie", "")
            clients[name] = InsideClient(**headers)
            for part in filter(None, cookie.split("; ")):
                key, _is, value = part.partition("=")
                clients[name].client.cookies[key] = value
        return clients[name]


def profile(row: Row, facts: dict[str, Any], db: Any, times: int = ASKED) -> str:
    """The costliest functions of one row, as text; only rows that ask the product by request."""
    if row.kind not in (TIME, RATE):
        return ""
    times = min(times, row.requests)
    settings.ALLOWED_HOSTS = ["*"]
    bench = InsideBench(facts, 0, 0, 0, db)
    watch = cProfile.Profile()
    for n in range(-1, times):
        if row.before:
            row.before(bench, n)
        if n >= 0:
            watch.enable()
        row.ask(bench, n)
        watch.disable()
    return _text(watch, times)


def _text(watch: cProfile.Profile, times: int) -> str:
    """Milliseconds a request: in the function and all it calls, in itself alone, and how often."""
    stats = pstats.Stats(watch).stats  # type: ignore[attr-defined]
    lines = ["ms in all   ms itself   calls   function"]
    rows = sorted(stats.items(), key=lambda pair: -pair[1][3])
    for (file, line, name), (_prim, calls, own, total, _callers) in rows:
        if len(lines) > SHOWN:
            break
        if any(part in file for part in THROUGH):
            continue
        where = file.replace(ROOT + "/", "").rpartition("site-packages/")[2].rpartition("/lib/")[2]
        lines.append(
            f"{total * 1000 / times:9.2f} {own * 1000 / times:11.2f} {calls / times:7.1f}"
            f"   {where}:{line} {name}"
        )
    return "\n".join(lines)
