"""The broker is away for a minute: nothing is lost, nobody is told anything false."""

import signal
import time

from benchmarks.proofs.killing import COUNT, MAKE_DUE
from benchmarks.proofs.outcome import Outcome
from benchmarks.proofs.site import ask, kill, processes, wait_until_ready
from benchmarks.proofs.traffic import Traffic
from tests.site import Site


def prove(site: Site, *, seconds: float = 60) -> Outcome:
    """The broker is frozen (its connections hang), clients go on filing, then it comes back."""
    brokers = broker_pids(site)
    slow = 0
    with Traffic(site, clients=2) as traffic:
        time.sleep(2)
        for pid in brokers:
            kill(pid, signal.SIGSTOP)
        try:
            end = time.monotonic() + seconds
            before = len(traffic.acknowledged)
            ask(site, MAKE_DUE, ids=traffic.acknowledged[-50:])
            while time.monotonic() < end:
                time.sleep(5)
                slow = len(traffic.acknowledged) - before
        finally:
            for pid in brokers:
                kill(pid, signal.SIGCONT)
        wait_until_ready(site)
    swept = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    found = {}
    for _ in range(30):
        found = ask(site, COUNT, ids=traffic.acknowledged, swept=swept)
        if not found["due_but_silent"]:
            break
        time.sleep(10)
    return Outcome(
        "broker away for a minute",
        {
            "brokers": len(brokers),
            "reports filed meanwhile": slow,
            "connections broken": traffic.broken,
            "notices": found["notices"],
        },
        {
            "no broker found": int(not brokers),
            "nothing could be filed": int(slow == 0),
            "acknowledged writes lost": found["lost"],
            "notices twice": found["twice"],
            "due clocks nobody was told of": found["due_but_silent"],
            "answers of 5xx": traffic.refusals(),
        },
    )


def broker_pids(site: Site) -> list[int]:
    """Valkey is its own session, so that it outlives a kill: found by its folder."""
    from pathlib import Path

    found = processes(site, "valkey-server")
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            folder = (entry / "cwd").resolve()
        except OSError:
            continue
        if "valkey-server" in line and (
            str(site.var_dir) in line or folder.is_relative_to(site.var_dir)
        ):
            found.append(int(entry.name))
    return sorted(set(found))
