"""Runs the processes of `make run` side by side: prefixes their lines, restarts what ends.

Honcho stops everything when one process is killed and leaves children behind when it is killed
itself. Here a killed process comes back, and all end with their parent.
"""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def end_with_parent() -> None:
    """Linux sends us SIGTERM when our parent is gone, killed or not."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Process:
    """One command, kept alive."""

    name: str
    command: list[str]
    running: subprocess.Popen[bytes] | None = None
    start_after: float = 0.0
    quick_ends: int = field(default=0)
    started: float = 0.0

    def start(self) -> subprocess.Popen[bytes]:
        self.started = time.monotonic()
        self.running = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        return self.running

    def ended(self) -> None:
        """Wait longer before each restart while it keeps ending at once."""
        lived = time.monotonic() - self.started
        self.quick_ends = self.quick_ends + 1 if lived < 10 else 0
        self.start_after = time.monotonic() + min(2.0**self.quick_ends - 1, 30)
        self.running = None


class Supervisor:
    """Starts, watches and stops a set of processes."""

    def __init__(self, processes: list[Process], *, patience: float = 10) -> None:
        self.processes, self.patience = processes, patience
        self.selector = selectors.DefaultSelector()
        self.stopping = False

    def loop(self, on_turn: Callable[[], None]) -> None:
        """Until a signal asks us to stop; `on_turn` runs a few times a second."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        while not self.stopping:
            self._start_missing()
            self._pass_lines(timeout=0.3)
            self._notice_ends()
            on_turn()
        self._stop_all()

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        self.stopping = True

    def _start_missing(self) -> None:
        for process in self.processes:
            if process.running is None and time.monotonic() >= process.start_after:
                output: Any = process.start().stdout
                os.set_blocking(output.fileno(), False)
                self.selector.register(output, selectors.EVENT_READ, process)

    def _pass_lines(self, timeout: float) -> None:
        for key, _events in self.selector.select(timeout):
            chunk = key.fileobj.read(65536)  # type: ignore[union-attr]
            if not chunk:
                self.selector.unregister(key.fileobj)
                continue
            for line in chunk.decode("utf8", "replace").splitlines():
                say(f"{key.data.name:7}| {line}")

    def _notice_ends(self) -> None:
        for process in self.processes:
            if process.running is not None and process.running.poll() is not None:
                say(f"{process.name:7}| ended ({process.running.returncode}), starting it again")
                process.ended()

    def _stop_all(self) -> None:
        """Ask once, wait, then insist; nothing that was started stays behind."""
        running = [process.running for process in self.processes if process.running]
        for child in running:
            child.terminate()
        end = time.monotonic() + self.patience
        while any(child.poll() is None for child in running) and time.monotonic() < end:
            self._pass_lines(timeout=0.1)
        for child in running:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def say(text: str) -> None:
    print(text, flush=True, file=sys.stdout)  # noqa: T201 - this is a command
