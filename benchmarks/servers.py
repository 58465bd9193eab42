"""The servers of a run: PostgreSQL that counts statements, and two gunicorns as `make run` starts them."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections

from config.embedded import postgres, valkey
from config.run import processes
from config.supervisor import end_with_parent

COUNTER = "pg_stat_statements"
PRELOAD = f"shared_preload_libraries = '{COUNTER}'\n{COUNTER}.track_utility = on\n"


@contextmanager
def brought_up(var_dir: Path, *, keep: bool) -> Iterator[None]:
    """Both servers for as long as the run takes; afterwards stopped, and the folder removed."""
    bring_up(var_dir)
    try:
        yield
    finally:
        connections.close_all()
        valkey.stop(var_dir)
        postgres.stop(var_dir)
        if not keep:
            shutil.rmtree(var_dir)


def bring_up(var_dir: Path) -> None:
    """PostgreSQL with its counter of statements, and Valkey."""
    postgres.ensure(var_dir)
    valkey.ensure(var_dir)
    chosen = postgres._data_dir(var_dir) / "postgresql.conf"
    if COUNTER not in chosen.read_text():
        with chosen.open("a") as file:
            file.write(PRELOAD)
        postgres.stop(var_dir)
        postgres.ensure(var_dir)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(settings: Any, application: str, module: str) -> Iterator[tuple[int, int]]:
    """gunicorn with the options of `make run`, on a port of its own: (port, process)."""
    port = free_port()
    command = processes(settings)[0].command
    changed = [part.replace("config.wsgi", application) for part in command]
    changed = [f"127.0.0.1:{port}" if part.startswith("127.0.0.1:") else part for part in changed]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": module, "PORT": str(port)}
    environment["BENCH_DIR"] = str(settings.VAR_DIR)
    running = subprocess.Popen(changed, env=environment, preexec_fn=end_with_parent)
    try:
        _wait(port, running)
        yield port, running.pid
    finally:
        running.terminate()
        running.wait(20)


def _wait(port: int, running: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(600):
        if running.poll() is not None:
            sys.exit("The web server ended while starting.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("The web server does not answer.")


def workers_of(pid: int) -> list[int]:
    """The worker processes of a gunicorn."""
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory_of(pid: int) -> dict[str, float]:
    """Megabytes of one process: its fair share (pss), its own alone (private), all it maps (rss)."""
    found: dict[str, float] = {"pss": 0.0, "private": 0.0, "rss": 0.0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, size = line.split()[:2]
        if name in ("Pss:", "Rss:"):
            found[name[:-1].lower()] = int(size) / 1024
        elif name in ("Private_Clean:", "Private_Dirty:"):
            found["private"] += int(size) / 1024
    return found
