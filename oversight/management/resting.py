"""How a command asks a running `make run` to step aside: by a lock that ends with the command."""

import fcntl
import os
from pathlib import Path

NAME = "rest.lock"


def ask(var_dir: Path) -> None:
    """The site in this folder stops its processes, and starts anew when this process has ended.

    The lock is never given back by hand: a command that is killed lets the site go on too.
    """
    descriptor = os.open(var_dir / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def is_asked(var_dir: Path) -> bool:
    """Whether a command wants the folder for itself now."""
    try:
        descriptor = os.open(var_dir / NAME, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
