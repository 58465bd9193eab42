"""What proofs need of a running site beyond what tests do: its processes and its database."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.site import ROOT, Site


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def children(pid: int) -> list[int]:
    """Every descendant of a process, nearest first."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            direct = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in direct:
            found += [child, *children(child)]
    return found


def processes(site: Site, *words: str) -> list[int]:
    """Processes of this site whose command line holds one of the words."""
    return [pid for pid in children(site.pid) if any(word in command_line(pid) for word in words)]


def kill(pid: int, number: int = signal.SIGKILL) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def wait_until_ready(site: Site, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if site.call("GET", "/readyz/").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise RuntimeError("the site did not come back")


def ask(site: Site, question: str, **values: Any) -> Any:
    """What a piece of Python, run inside the site's own code, leaves in `answer`."""
    program = (
        "import json, sys\n"
        "values = json.load(sys.stdin)\n"
        f"{question}\n"
        "print('ANSWER ' + json.dumps(answer))\n"
    )
    loader = "import django; django.setup()\n"
    done = subprocess.run(
        [sys.executable, "-c", loader + program],
        cwd=ROOT,
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        input=json.dumps(values),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    for line in done.stdout.splitlines():
        if line.startswith("ANSWER "):
            return json.loads(line.removeprefix("ANSWER "))
    raise RuntimeError(done.stdout + done.stderr)
