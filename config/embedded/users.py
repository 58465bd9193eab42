"""Locks: one starter at a time, and stopping a server when its last user ends."""

import atexit
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_held: dict[Path, int] = {}


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Wait until no other process is inside."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def use(path: Path, stop: Callable[[], None]) -> None:
    """Count this process as a user; when it ends and nobody else is left, `stop()`."""
    if path in _held:
        return
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _held[path] = descriptor
    atexit.register(_leave, path, stop, os.getpid())


def uses(path: Path) -> bool:
    """Whether this process already counts."""
    return path in _held


def _leave(path: Path, stop: Callable[[], None], owner: int) -> None:
    """Forked children share the parent's lock, so only the process that took it may give it up."""
    if os.getpid() != owner or path not in _held:
        return
    descriptor = _held.pop(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    else:
        stop()
    finally:
        os.close(descriptor)
