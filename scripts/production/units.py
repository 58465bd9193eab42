"""Starts processes as systemd would from the unit files, so that the trial cannot drift from them.

What needs systemd itself (sandboxing, users, limits by cgroup) is checked by `systemd-analyze` instead.
"""

import os
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

from scripts.production.places import DEPLOY, ROOT, Places

UNITS = DEPLOY / "systemd"


class Unit:
    """One unit file, read: every value of a key in the order they stand."""

    def __init__(self, path: Path, places: Places) -> None:
        self.name, self.places = path.name, places
        self.values: dict[str, list[str]] = defaultdict(list)
        for line in path.read_text().splitlines():
            if "=" in line and not line.startswith(("#", ";", "[")):
                key, _, value = line.partition("=")
                # %% is how a unit writes one percent sign.
                self.values[key].append(places.mapped(value).replace("%%", "%"))

    def one(self, key: str, default: str = "") -> str:
        return self.values[key][-1] if self.values[key] else default

    def commands(self, key: str) -> list[list[str]]:
        return [shlex.split(value.lstrip("-+!")) for value in self.values[key]]

    def environment(self) -> dict[str, str]:
        """Nothing of ours but the path: Environment=, then the files, then the folders."""
        found = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        for value in self.values["Environment"]:
            found |= dict(part.split("=", 1) for part in shlex.split(value))
        for value in self.values["EnvironmentFile"]:
            found |= read_environment(Path(value))
        if folder := self.one("RuntimeDirectory"):
            found["RUNTIME_DIRECTORY"] = str(self.places.root / "run" / folder)
        return found

    def start(
        self,
        command: list[str],
        log: Path,
        *,
        listening: socket.socket | None = None,
        notify: str = "",
    ) -> "subprocess.Popen[bytes]":
        """One command of the unit, in its folder, with its mask, its socket and its environment."""
        environment = self.environment() | ({"NOTIFY_SOCKET": notify} if notify else {})
        mask = int(self.one("UMask", "0022"), 8)

        passed = [listening.fileno()] if listening is not None else []
        for number in passed:
            # systemd hands it over as number 3; the number of the process is only known inside it.
            move = "" if number == 3 else f"exec 3<&{number} {number}<&-; "
            line = f'{move}LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'
            command = ["/bin/bash", "-c", line, "bash", *command]
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                cwd=self.one("WorkingDirectory", str(ROOT)),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                pass_fds=passed,
                umask=mask,
            )

    def make_folders(self) -> None:
        """RuntimeDirectory= is empty at each start; the others stay."""
        run = self.places.root / "run"
        if folder := self.one("RuntimeDirectory"):
            shutil.rmtree(run / folder, ignore_errors=True)
            (run / folder).mkdir(mode=int(self.one("RuntimeDirectoryMode", "0755"), 8))


def read_environment(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


class Service:
    """A unit that runs: started with its conditions, killed with all it forked."""

    def __init__(self, name: str, places: Places) -> None:
        self.unit = Unit(UNITS / f"{name}.service", places)
        self.log = places.root / "log" / f"{name}.log"
        self.running: subprocess.Popen[bytes] | None = None

    def run_through(self) -> None:
        """A unit of type oneshot: each command in turn, and none may fail."""
        self.unit.make_folders()
        for command in self.unit.commands("ExecStart"):
            self._one(command)

    def _one(self, command: list[str]) -> None:
        if self.unit.start(command, self.log).wait(timeout=300):
            raise SystemExit(f"{self.unit.name}: {' '.join(command)} failed:\n{self.tail()}")

    def start(self, listening: socket.socket | None = None) -> None:
        self.unit.make_folders()
        for command in self.unit.commands("ExecStartPre"):
            self._one(command)
        (command,) = self.unit.commands("ExecStart")
        if self.unit.one("Type") != "notify":
            self.running = self.unit.start(command, self.log, listening=listening)
            return
        path = str(self.unit.places.root / "run" / "notify")
        Path(path).unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind(path)
            told.settimeout(1)
            self.running = self.unit.start(command, self.log, listening=listening, notify=path)
            until = time.monotonic() + float(self.unit.one("TimeoutStartSec", "90"))
            while not self._is_ready(told):
                if self.running.poll() is not None or time.monotonic() > until:
                    raise SystemExit(f"{self.unit.name} did not start:\n{self.tail()}")

    @staticmethod
    def _is_ready(told: socket.socket) -> bool:
        try:
            return b"READY=1" in told.recv(4096)
        except TimeoutError:
            return False

    def tail(self) -> str:
        return "\n".join(self.log.read_text().splitlines()[-15:])

    def kill(self, sign: signal.Signals = signal.SIGKILL) -> None:
        if self.running is not None:
            end(self.running, sign)
            self.running = None


def end(process: "subprocess.Popen[bytes]", sign: signal.Signals) -> None:
    """The process and what it forked; asked first, where there is time for it."""
    try:
        if sign != signal.SIGKILL:
            process.send_signal(sign)
            process.wait(timeout=60)
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, subprocess.TimeoutExpired):
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)
    time.sleep(0.1)


def listen(places: Places) -> socket.socket:
    """What oversight-web.socket does."""
    unit = Unit(UNITS / "oversight-web.socket", places)
    path = Path(unit.one("ListenStream"))
    path.parent.mkdir(mode=int(unit.one("DirectoryMode", "0755"), 8), exist_ok=True)
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    path.chmod(int(unit.one("SocketMode", "0666"), 8))
    if os.geteuid() == 0:
        shutil.chown(path, unit.one("SocketUser"), unit.one("SocketGroup"))
    listening.listen(int(unit.one("Backlog", "128")))
    return listening


def analysed(places: Places) -> str:
    """What systemd itself says about the units; empty when it has nothing to say."""
    copies = places.root / "units"
    copies.mkdir()
    for path in UNITS.iterdir():
        text = path.read_text().replace("/opt/oversight", str(ROOT))
        (copies / path.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(map(str, copies.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).strip()
