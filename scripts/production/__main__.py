"""Brings the stack up, uses it, kills it, brings it back, takes a backup and restores it; ends by itself."""

import os
import re
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

from cryptography.fernet import Fernet

from scripts.production.looking import compared, told, write_down
from scripts.production.places import DEPLOY, ROOT, SITE, Places
from scripts.production.servers import Servers, missing, wait_for
from scripts.production.units import Service, analysed, listen, read_environment
from scripts.production.visitor import ADDRESS, Answer, Visitor, plain

PASSWORD = "correct horse battery 9"  # noqa: S105 - of a person who lives for two minutes
PLANTED = "Planted-Name-Zzyzx"
WORDS = (ADDRESS, PLANTED, PASSWORD, f"monitor@{SITE}", "only-a-query")
REPORT = {
    "occurred_from": "2025-03-02",
    "date_precision": "day",
    "place": "HT0111",
    "narrative": f"A fictional report of the trial. {PLANTED}",
    "types": ["assault"],
    "consent": {"state": "given", "grants": ["internal_only"]},
}


class Trial:
    """One installation, from nothing to nothing."""

    def __init__(self) -> None:
        self.places = Places()
        self.servers = Servers(self.places)
        self.began = time.monotonic()
        self.failed: list[str] = []
        self.said: list[str] = []
        names = ("oversight-web", "oversight-worker", "oversight-beat")
        self.services = [Service(name, self.places) for name in names]
        self.metrics_token = secrets.token_urlsafe(24)

    # --- saying ---------------------------------------------------------------------------------

    def step(self, what: str) -> None:
        line = f"[{time.monotonic() - self.began:5.1f} s] {what}"
        self.said.append(line)
        print(line, flush=True)

    def check(self, fact: bool, what: str) -> None:
        self.step(f"{'ok    ' if fact else 'FAILED'} {what}")
        if not fact:
            self.failed.append(what)

    # --- installing -----------------------------------------------------------------------------

    def install(self) -> None:
        said = analysed(self.places)
        self.check(said == "", f"systemd-analyze verify has nothing to say {said}")
        self.servers.make()
        self.servers.start()
        self.servers.psql("", "--file", str(DEPLOY / "sql" / "roles.sql"))
        self.write_environment("oversight")
        Service("oversight-migrate", self.places).run_through()
        self.step("migrated as the owner, granted to the runtime role")

    def write_environment(self, database: str, **changes: str) -> None:
        """The example, with what it says must be chosen."""
        at = f"127.0.0.1:{self.places.postgres}/{database}"
        path = self.places.root / "etc" / "environment"
        kept = read_environment(path) if path.exists() else {}
        keys = ("SECRET_KEY", "AUDIT_DIGEST_KEY", "BLIND_INDEX_KEY")
        chosen = {name: kept.get(name) or secrets.token_urlsafe(48) for name in keys}
        chosen |= {
            "SEALING_KEYS": kept.get("SEALING_KEYS") or Fernet.generate_key().decode(),
            "DATABASE_URL": f"postgres://oversight_run:runtime-secret@{at}",
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{self.places.redis}/0",
            "METRICS_TOKEN": self.metrics_token,
            # E-mails of the trial go into a folder.
            "EMAIL_URL": "filemail://",
        }
        example = self.places.mapped((DEPLOY / "environment.example").read_text())
        lines = [line for line in example.splitlines() if line and not line.startswith("#")]
        standing = dict(line.split("=", 1) for line in lines)
        merged = (standing | chosen | changes).items()
        path.write_text("".join(f"{name}={value}\n" for name, value in merged))
        owner = f"DATABASE_URL=postgres://oversight_owner:owner-secret@{at}\n"
        (self.places.root / "etc" / "owner").write_text(owner)

    def start(self) -> None:
        self.listening = listen(self.places)
        for service in self.services:
            service.start(self.listening if service.unit.name == "oversight-web.service" else None)
        self.servers.start_nginx()
        wait_for(self.is_ready, "/readyz/ through nginx", 90)

    def is_ready(self) -> bool:
        try:
            return plain(self.places.probes, "/readyz/").status == 200
        except OSError:
            return False

    def kill(self) -> None:
        """As when the power goes: nobody is asked."""
        for service in self.services:
            service.kill()
        self.servers.kill()
        self.listening.close()

    def manage(self, *arguments: str, owner: bool = False, **changes: str) -> str:
        unit = "oversight-migrate" if owner else "oversight-web"
        environment = Service(unit, self.places).unit.environment() | changes
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"manage.py {arguments[0]}: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    # --- using ----------------------------------------------------------------------------------

    def sign_in(self) -> Visitor:
        """A monitor is invited, chooses a password over TLS, signs in and makes a token."""
        link = self.manage("invite", f"monitor@{SITE}", "--role", "monitor", "--language", "en")
        browser = Visitor(self.places)
        page = browser.fill_in(
            link.removeprefix(f"https://{SITE}"), password1=PASSWORD, password2=PASSWORD
        )
        self.check(page.status == 302, "password chosen by the link of an invitation")
        browser = Visitor(self.places)
        page = browser.fill_in("/accounts/login/", login=f"monitor@{SITE}", password=PASSWORD)
        self.check(page.status == 302 and "sessionid" in browser.cookies, "signed in over TLS")
        page = browser.fill_in("/account/tokens/", name="trial", scopes=["report.file"], days="30")
        secret = re.search(r"\bot_[A-Za-z0-9_-]{20,}", page.text)
        self.check(secret is not None, "token made")
        return Visitor(self.places, secret[0] if secret else "")

    def outside(self) -> None:
        """What a stranger meets."""
        stranger = Visitor(self.places)
        front = stranger.go("/")
        stranger.ask("GET", "/?q=only-a-query")
        self.check(front.status == 200, "front page over TLS")
        self.check("max-age=31536000" in front.headers.get("Strict-Transport-Security", ""), "HSTS")
        style = re.search(r'href="(/static/[^"]+\.css)"', front.text)
        answer = stranger.ask("GET", style[1]) if style else Answer(0, {}, "")
        self.check(
            answer.status == 200 and "immutable" in answer.headers["Cache-Control"],
            "static files come from nginx",
        )
        self.check(stranger.ask("GET", "/metrics/").status == 404, "no figures for the outside")
        large = stranger.ask("POST", "/accounts/login/", b"x" * 4_000_000, "text/plain")
        self.check(large.status == 413, "a body of 4 MB is refused where nobody sends files")
        self.check(plain(self.places.http, "/").status == 301, "without TLS one is led to it")

    def figures(self) -> str:
        return plain(self.places.probes, "/metrics/", self.metrics_token).text

    def watch(self) -> None:
        self.check(
            plain(self.places.probes, "/metrics/").status == 401, "figures ask for the token"
        )
        text = self.figures()
        for name in (
            "oversight_requests_total{",
            "oversight_tasks_total{",
            "oversight_queue_waiting",
        ):
            self.check(name in text, f"figures hold {name.rstrip('{')}")
        self.check(
            'oversight_part_up{part="worker"} 1.0' in text, "figures say that the worker is up"
        )

    def last_sweep(self) -> float:
        found = re.search(
            r'last_success_timestamp_seconds{task="deadlines.sweep"} (\S+)', self.figures()
        )
        return float(found[1]) if found else 0.0

    # --- the whole ------------------------------------------------------------------------------

    def run(self) -> None:
        self.install()
        self.start()
        self.step("web, worker, beat and nginx are up, as the runtime role")
        self.outside()
        program = self.sign_in()
        first = program.send("/api/v1/reports/", REPORT)
        self.check(first.status == 201, "report filed over TLS")
        number = first.json()["id"]
        answer = program.send_file(
            f"/api/v1/reports/{number}/attachments/", "a.txt", b"Fictional.\n"
        )
        self.check(answer.status == 201, "file attached, through nginx, sealed on its way")
        self.refused()
        self.watch()
        second = program.send("/api/v1/reports/", REPORT)
        self.kill()
        self.step(
            "killed -9: web, worker, beat, nginx, Redis, PostgreSQL, right after an acknowledged report"
        )
        self.back_again(program, [number, second.json()["id"]])
        self.back_up(program, number)
        self.kill()
        for word, found in told(self.places, WORDS):
            self.check(not found, f"“{word}” is in no log, buffer or queue {found or ''}")

    def refused(self) -> None:
        """The check of the units, with the wrong role."""
        unit = Service("oversight-migrate", self.places).unit
        python = unit.commands("ExecStart")[0][0]
        owner = subprocess.run(
            [python, "manage.py", "check_role"],
            cwd=ROOT,
            env=unit.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        self.check(owner.returncode != 0, "web and worker would not start as the owner")

    def back_again(self, program: Visitor, numbers: list[str]) -> None:
        restarted = time.time()
        self.servers.start()
        self.start()
        self.check(True, f"everything is back after {time.time() - restarted:.1f} s")
        for number in numbers:
            status = program.ask("GET", f"/api/v1/reports/{number}/").status
            self.check(status == 200, "an acknowledged report is there")
        wait_for(lambda: self.last_sweep() > restarted, "the worker's next sweep", 130)
        self.check(True, "timetable and worker go on")

    def back_up(self, program: Visitor, number: str) -> None:
        Service("oversight-backup", self.places).run_through()
        (made,) = (self.places.root / "backups").iterdir()
        self.check(
            PLANTED.encode() not in b"".join(map(Path.read_bytes, made.rglob("*.json"))),
            "list names nobody",
        )
        self.servers.psql(
            "", "--set", "database=second", "--file", str(DEPLOY / "sql" / "roles.sql")
        )
        files = str(self.places.root / "lib" / "second-files")
        self.write_environment("second", FILES_DIR=files)
        said = self.manage("restore", str(made), owner=True)
        self.check(
            "have the same checksums" in said,
            f"restored into a second database: {said.splitlines()[0]}",
        )
        self.manage("dbshell", "--", "--quiet", "--file", "deploy/sql/grants.sql", owner=True)
        for service in self.services:
            service.kill(signal.SIGTERM)
        self.servers.running.pop("nginx").kill()
        self.start()
        answer = program.ask("GET", f"/api/v1/reports/{number}/")
        self.check(
            answer.status == 200, "the stack serves the restored database, with the same token"
        )
        for table, sums in compared(self.servers, "oversight", "second"):
            # The token's last use is not in these tables: what was read since changed nothing.
            same = sums[0] == sums[1]
            self.check(same, f"{table} is the same in both databases: {sums[0]}")


def main() -> None:
    if absent := missing():
        print("NOT TRIED: these Debian packages are missing: " + " ".join(absent))
        sys.exit(77)
    trial = Trial()
    try:
        trial.run()
        trial.step("FAILED" if trial.failed else "everything held")
        write_down(trial.said, trial.servers)
    finally:
        try:
            trial.kill()
        except AttributeError:
            trial.servers.kill()
        if os.environ.get("KEEP"):
            print(f"kept: {trial.places.root}")
        else:
            trial.places.remove()
    if trial.failed:
        sys.exit("\n".join(["FAILED:", *trial.failed]))


if __name__ == "__main__":
    main()
