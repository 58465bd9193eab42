"""A whole running site for journeys and browser tests: what `make run` starts, in a folder of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 240


@dataclass
class Answer:
    """One HTTP answer."""

    status: int
    headers: dict[str, str]
    body: Any


class Site:
    """The running site: its address, its people, its command line."""

    def __init__(self, var_dir: Path, port: int, *, demo: bool) -> None:
        self.var_dir = var_dir
        self.log = var_dir / "run.log"
        self.url = f"http://127.0.0.1:{port}"
        self.environment = _environment(var_dir, port, demo)
        self.people: dict[str, dict[str, str]] = {}
        # Of the supervisor that runs it all.
        self.pid = 0

    def call(
        self, method: str, path: str, *, by: str = "", body: Any = None, **headers: str
    ) -> Answer:
        """One API call as one of the people (their token), or anonymously."""
        sent = {"Content-Type": "application/json", "Accept-Language": "en"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if by:
            sent["Authorization"] = f"Bearer {self.people[by]['token']}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310
            f"{self.url}{path}", data=data, headers=sent, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return _read(answer)
        except urllib.error.HTTPError as error:
            return _read(error)

    def manage(self, *arguments: str) -> str:
        """What a command of the site prints; fails the test when the command fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def mails(self) -> list[str]:
        """Every e-mail sent so far, raw."""
        return [path.read_text() for path in sorted((self.var_dir / "mail").glob("*"))]


def _read(answer: Any) -> Answer:
    raw = answer.read().decode()
    is_json = "json" in answer.headers.get("Content-Type", "")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status, headers, json.loads(raw) if is_json and raw else raw)


def _environment(var_dir: Path, port: int, demo: bool) -> dict[str, str]:
    # The tests' own settings must not leak into the site.
    unwanted = ("DJANGO_SETTINGS_MODULE", "SECRET_KEY", "SEALING_KEYS", "EMBEDDED_DATABASE_FAST")
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    return kept | {"VAR_DIR": str(var_dir), "PORT": str(port), "DEMO": str(int(demo))}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(site: Site, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, site.log.read_text()
        try:
            if site.call("GET", "/readyz/").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError(site.log.read_text())


@contextmanager
def running_site(
    *, demo: bool, prepare: Callable[[Path], None] = lambda var_dir: None
) -> Iterator[Site]:
    """A site of its own from start to end; without `demo` it is an empty installation.

    `prepare` puts into its folder what shall be there before it starts.
    """
    var_dir = Path(tempfile.mkdtemp(prefix="site-"))
    var_dir.chmod(0o755)
    prepare(var_dir)
    running = Site(var_dir, _free_port(), demo=demo)
    with running.log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.run"],
            cwd=ROOT,
            env=running.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    running.pid = process.pid
    try:
        _wait(running, process)
        if demo:
            running.people = json.loads((var_dir / "demo.json").read_text())["users"]
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        shutil.rmtree(var_dir, ignore_errors=True)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Started once for all tests that use it; they share its data, so each makes its own rows."""
    with running_site(demo=True) as running:
        yield running
