"""Looks at processes through /proc: a number in a file may belong to somebody else by now."""

import os
import signal
import time
from pathlib import Path

PROC = Path("/proc")


def command_of(pid: int) -> str:
    """The command line, empty when there is no such process."""
    try:
        return (
            (PROC / str(pid) / "cmdline")
            .read_bytes()
            .replace(b"\0", b" ")
            .decode("utf8", "replace")
        )
    except OSError:
        return ""


def group_lives(group: int, name: str) -> bool:
    """Whether any process called `name` is still in this process group."""
    return any(entry.name.isdigit() and _belongs(entry, group, name) for entry in PROC.iterdir())


def _belongs(entry: Path, group: int, name: str) -> bool:
    try:
        text = (entry / "stat").read_text()
    except OSError:
        return False
    called, _, rest = text.rpartition(")")
    state, _parent, its_group = rest.split()[:3]
    return called.endswith(f"({name}") and state != "Z" and int(its_group) == group


def wait_for(condition, seconds: float) -> bool:
    """Poll until the condition holds; False when time is up."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def end(pid: int, sign: signal.Signals, seconds: float = 20) -> None:
    """Ask a process to end and wait for it."""
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        return
    wait_for(lambda: not command_of(pid), seconds)
