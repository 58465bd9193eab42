"""`make run`: everything the product needs on one machine, for trying it.

The port opens only when migrations, reference data, demonstration data and demo.json are there.
"""

import fcntl
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from config.supervisor import Process, Supervisor, end_with_parent, say
from oversight.management import resting

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Ends quietly on Ctrl-C or a polite signal, whatever it was doing."""
    end_with_parent()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        run()
    except KeyboardInterrupt:
        say("Stopped.")
        sys.exit(130)


def run() -> None:
    var_dir = Path(os.environ.get("VAR_DIR") or ROOT / "var").expanduser().resolve()
    var_dir.mkdir(parents=True, exist_ok=True)
    lock = wait_for_turn(var_dir)
    choose_mode(var_dir)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    from django.conf import settings

    wait_for_port(settings.PORT)
    prepare(settings)
    if serve(settings):
        step_aside(settings)
    lock.close()
    say("Stopped.")


def wait_for_turn(var_dir: Path) -> Any:
    """One run per VAR_DIR: a second one waits until the first has ended."""
    lock = (var_dir / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say(f"Another run uses {var_dir}. Waiting for it to end (or set VAR_DIR and PORT).")
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def choose_mode(var_dir: Path) -> None:
    """Write down whether this folder is for demonstration or empty; the two never mix.

    Who says nothing gets what the folder is, and a demonstration where there is none yet.
    """
    mark = var_dir / "mode"
    kept = mark.read_text().strip() if mark.exists() else ""
    said = os.environ.get("DEMO", "0" if kept == "empty" else "1")
    demo = said.strip().lower() not in ("0", "false", "no", "off", "")
    wanted = "demo" if demo else "empty"
    kept = kept or wanted
    if kept != wanted:
        sys.exit(
            f"{var_dir} was made with DEMO={'1' if kept == 'demo' else '0'}. "
            "Fictional and real data never share a folder: set VAR_DIR to another one."
        )
    mark.write_text(wanted + "\n")
    os.environ["DEMO"] = "1" if demo else "0"


def wait_for_port(port: int) -> None:
    """A run that was just killed may need a moment to give its port back."""
    for attempt in range(40):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return
            except OSError:
                if attempt == 0:
                    say(f"Port {port} is in use. Waiting for it.")
        time.sleep(0.5)
    sys.exit(f"Port {port} is still in use by another program. Set PORT to a free one.")


def prepare(settings: Any) -> None:
    """Servers first, then whatever has changed since this folder was prepared."""
    from config.embedded import postgres, valkey

    if settings.EMBEDDED_DATABASE:
        postgres.ensure(settings.VAR_DIR)
    if settings.EMBEDDED_BROKER:
        valkey.ensure(settings.VAR_DIR)
    mark = settings.VAR_DIR / "prepared"
    version = content_of_house(settings)
    demo_missing = settings.DEMO and not (settings.VAR_DIR / "demo.json").exists()
    if demo_missing or not mark.exists() or mark.read_text() != version:
        load(settings)
        mark.write_text(version)
    keep_address_current(settings)


def load(settings: Any) -> None:
    """Schema, reference data, static files; once the fictional data too."""
    import django
    from django.core.management import call_command

    say("Preparing the database and the pages.")
    static = subprocess.Popen(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        cwd=ROOT,
        preexec_fn=end_with_parent,
    )
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_if_there("load_reference")
    if settings.DEMO and not (settings.VAR_DIR / "demo.json").exists():
        say("Loading fictional demonstration data; this happens once.")
        call_if_there("load_demo")
    if static.wait():
        sys.exit("The static files could not be prepared; the lines above say why.")


def content_of_house(settings: Any) -> str:
    """Changes with every file that the prepared state depends on, and with the database."""
    database = settings.DATABASES["default"]
    place = [str(database.get(key, "")) for key in ("ENGINE", "HOST", "PORT", "NAME")]
    seen = hashlib.sha256("|".join(place).encode())
    seen.update((ROOT / "requirements" / "app.txt").read_bytes())
    for folder in ("config", "oversight", "mission", "cases", "locale", "locale-vendor"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                seen.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return seen.hexdigest()


def call_if_there(name: str) -> None:
    from django.core.management import call_command, get_commands

    if name in get_commands():
        call_command(name, verbosity=0)


def keep_address_current(settings: Any) -> None:
    """The sign-ins outlive a change of PORT."""
    path = settings.VAR_DIR / "demo.json"
    if not path.exists():
        return
    known = json.loads(path.read_text())
    if known.get("base_url") != settings.BASE_URL:
        draft = path.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(known | {"base_url": settings.BASE_URL}, indent=2) + "\n")
        draft.replace(path)


def serve(settings: Any) -> bool:
    """Web, worker and timetable until somebody stops us, or a command wants the folder (then True)."""
    from django.db import connections

    connections.close_all()  # what preparing opened
    greeted: list[bool] = []
    supervisor = Supervisor(processes(settings))

    def turn() -> None:
        if not greeted and answers(settings.PORT):
            greeted.append(True)
            welcome(settings)
        if resting.is_asked(settings.VAR_DIR):
            supervisor.stopping = True

    supervisor.loop(turn)
    return resting.is_asked(settings.VAR_DIR)


def step_aside(settings: Any) -> None:
    """Wait for the command to end, then start from the beginning with what it has left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    say("The site rests while a command works on its data.")
    while resting.is_asked(settings.VAR_DIR):
        time.sleep(0.2)
    mark = settings.VAR_DIR / "mode"
    os.environ["DEMO"] = "0" if mark.read_text().strip() == "empty" else "1"
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "config.run"])  # noqa: S606


def processes(settings: Any) -> list[Process]:
    # The embedded trial may run as root, and then says so once a start too often.
    python = [sys.executable, "-W", "ignore:You're running the worker", "-m"]
    celery = [*python, "celery", "--app", "config", "--quiet"]
    threads = os.environ.get("WEB_THREADS", "4")
    web = [
        "gunicorn",
        "config.wsgi",
        "--bind",
        f"127.0.0.1:{settings.PORT}",
        "--no-control-socket",
        "--preload",
    ]
    size = ["--worker-class", "gthread", "--workers", os.environ.get("WEB_CONCURRENCY", "2")]
    calm = ["--threads", threads, "--log-level", "warning", "--graceful-timeout", "8"]
    worker = ["worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip"]
    return [
        Process("web", [*python, *web, *size, *calm]),
        Process("worker", [*celery, *worker, "--without-mingle", "--hostname", "main@%h"]),
        Process("beat", [*celery, "beat", "--loglevel", "WARNING", "--pidfile="]),
    ]


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/", timeout=5):
            return True
    except (OSError, urllib.error.URLError):
        return False


def welcome(settings: Any) -> None:
    say(f"\nReady: {settings.BASE_URL}/   (admin: {settings.BASE_URL}/admin/)   Ctrl-C stops it.")
    path = settings.VAR_DIR / "demo.json"
    if settings.DEMO and path.exists():
        say(f"Fictional data. Sign-ins, also in {path}:")
        for role, person in json.loads(path.read_text()).get("users", {}).items():
            say(f"  {role:12} {person['email']:32} {person['password']}")
    elif not settings.DEMO:
        say_how_to_set_up()


def say_how_to_set_up() -> None:
    """The link that makes the first people, as long as there is nobody."""
    done = subprocess.run(
        [sys.executable, "manage.py", "set_up"], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode == 0:
        say(f"This office is empty. Set it up here, within a day:\n  {done.stdout.strip()}")


if __name__ == "__main__":
    main()
