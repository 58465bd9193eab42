"""Debian's PostgreSQL, Redis and nginx on loopback, with the files of deploy/."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from scripts.production.places import DEPLOY, SITE, Places
from scripts.production.units import end

OLDEST = 15


def postgres_programs() -> Path | None:
    """The folder of the newest server that Debian's packages have installed."""
    found = [
        int(path.name) for path in Path("/usr/lib/postgresql").glob("*") if path.name.isdigit()
    ]
    folders = [
        Path(f"/usr/lib/postgresql/{major}/bin") for major in sorted(found) if major >= OLDEST
    ]
    whole = [folder for folder in folders if (folder / "initdb").exists()]
    return whole[-1] if whole else None


def missing() -> list[str]:
    """Names of packages that are not here."""
    programs = {
        "redis-server": "redis-server",
        "nginx": "nginx",
        "openssl": "openssl",
        "systemd-analyze": "systemd",
    }
    absent = [package for program, package in programs.items() if not shutil.which(program)]
    return absent + ([] if postgres_programs() else ["postgresql"])


def wait_for(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Until it holds; ends the trial when it never does."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            sys.exit(f"waited {seconds:.0f} seconds in vain for: {what}")
        time.sleep(0.2)


class Servers:
    """The three servers of other people."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        programs = postgres_programs()
        if programs is None:
            sys.exit("PostgreSQL is not installed")
        self.programs = programs
        self.data = places.root / "postgres"
        # PostgreSQL refuses root; Debian's package has made a user for it.
        root = os.geteuid() == 0
        self.as_postgres = ["runuser", "-u", "postgres", "--"] if root else []

    def make(self) -> None:
        """What Debian's packages do when they are installed, and the configuration of deploy/."""
        self.data.mkdir()
        if self.as_postgres:
            shutil.chown(self.data, "postgres")
        initdb = [*self.as_postgres, str(self.programs / "initdb"), "--pgdata", str(self.data)]
        options = ["--username=postgres", "--auth-local=trust", "--auth-host=scram-sha-256"]
        subprocess.run(
            [*initdb, *options, "--encoding=UTF8", "--locale=C.UTF-8"],
            check=True,
            capture_output=True,
        )
        chosen = f"port = {self.places.postgres}\nlisten_addresses = '127.0.0.1'\n"
        chosen += f"unix_socket_directories = '{self.data}'\n"
        with (self.data / "postgresql.conf").open("a") as file:
            file.write((DEPLOY / "postgresql" / "oversight.conf").read_text() + chosen)
        self._certificate()
        self._write_nginx()

    def _certificate(self) -> None:
        tls = self.places.root / "etc" / "tls"
        tls.mkdir()
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        names = ["-subj", f"/CN={SITE}", "-addext", f"subjectAltName=DNS:{SITE}"]
        files = ["-keyout", str(tls / "privkey.pem"), "-out", str(tls / "fullchain.pem")]
        subprocess.run([*command, *names, *files], check=True, capture_output=True)

    def _write_nginx(self) -> None:
        """The site as it stands in deploy/, with ports that nobody else uses, inside Debian's frame."""
        text = self.places.mapped((DEPLOY / "nginx" / "oversight.conf").read_text())
        text = re.sub(r"^\s*listen \[::\].*\n", "", text, flags=re.MULTILINE)
        for standing, here in (
            ("listen 80 ", f"listen 127.0.0.1:{self.places.http} "),
            ("listen 443 ", f"listen 127.0.0.1:{self.places.https} "),
            ("listen 127.0.0.1:8081", f"listen 127.0.0.1:{self.places.probes}"),
        ):
            if standing not in text:
                sys.exit(f"deploy/nginx/oversight.conf has no “{standing}”")
            text = text.replace(standing, here)
        folder = self.places.root / "nginx"
        (folder / "oversight.conf").write_text(text)
        temporary = "".join(
            f"    {kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user www-data;\n" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(
            f"{user}worker_processes 2;\npid {folder}/pid;\nevents {{ worker_connections 256; }}\n"
            f"http {{\n{temporary}    include /etc/nginx/mime.types;\n"
            f"    access_log {self.places.root}/log/access.log;\n"
            f"    include {folder}/oversight.conf;\n}}\n"
        )

    def start(self) -> None:
        redis = self.places.root / "redis"
        configuration = redis / "redis.conf"
        configuration.write_text(
            f"port {self.places.redis}\nbind 127.0.0.1\ndir {redis}\ndaemonize no\n"
            f"include {DEPLOY / 'redis' / 'oversight.conf'}\n"
        )
        # As after a reboot, which empties /run and takes the processes these files name away.
        for left in (self.data / "postmaster.pid", *self.data.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        self._run(
            "postgres", [*self.as_postgres, str(self.programs / "postgres"), "-D", str(self.data)]
        )
        self._run("redis", ["redis-server", str(configuration)])
        wait_for(lambda: self.psql("SELECT 1", check=False) == "1", "PostgreSQL")

    def start_nginx(self) -> None:
        configuration = str(self.places.root / "nginx" / "nginx.conf")
        early = f"error_log {self.places.root}/log/nginx.log;"
        self._run(
            "nginx", ["nginx", "-c", configuration, "-e", "stderr", "-g", f"daemon off; {early}"]
        )

    def _run(self, name: str, command: list[str]) -> None:
        with (self.places.root / "log" / f"{name}.log").open("ab") as output:
            self.running[name] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def psql(
        self, statement: str = "", *arguments: str, database: str = "postgres", check: bool = True
    ) -> str:
        """As the superuser, over the socket."""
        where = [
            "--host",
            str(self.data),
            "--port",
            str(self.places.postgres),
            "--dbname",
            database,
        ]
        asked = ["--command", statement] if statement else []
        done = subprocess.run(
            [str(self.programs / "psql"), "-U", "postgres", "-XAtq", *where, *asked, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ
            | {"OWNER_PASSWORD": "owner-secret", "RUNTIME_PASSWORD": "runtime-secret"},
        )
        if check and done.returncode:
            sys.exit(f"psql: {done.stderr}")
        return done.stdout.strip()

    def kill(self, sign: signal.Signals = signal.SIGKILL) -> None:
        for process in self.running.values():
            end(process, sign)
        self.running.clear()
