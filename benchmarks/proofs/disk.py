"""The disk fills up: what was acknowledged is there, the rest is refused in words."""

import os
import subprocess
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import requests

from benchmarks.proofs.outcome import Outcome
from benchmarks.proofs.site import ask
from benchmarks.proofs.traffic import report_body
from tests.files import jpeg
from tests.site import Site, running_site

SIZE = "48m"
TOLD = (507, 503)
WIDER = count()
THERE = """
from cases.reports.models import ReportAttachment
from oversight.files.models import StoredFile
answer = StoredFile.objects.count()
"""


@contextmanager
def little_disk(path: Path) -> Iterator[Path]:
    """A disk of its own, a few megabytes large; needs root."""
    path.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(path)], check=True)
    try:
        yield path
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


def prove() -> Outcome:
    """Attachments until the disk is full, then more; then room is made and work goes on."""
    if os.geteuid() != 0:
        return Outcome("disk full", {}, {"not run: needs root to mount": 1})
    with little_disk(Path("/tmp") / f"little-{uuid.uuid4().hex[:8]}") as disk:  # noqa: S108
        os.environ["FILES_DIR"] = str(disk / "files")
        try:
            with running_site(demo=True) as site:
                return _fill(site, disk)
        finally:
            del os.environ["FILES_DIR"]


def _fill(site: Site, disk: Path) -> Outcome:
    report = str(uuid.uuid4())
    site.call("POST", "/api/v1/reports/", by="monitor", body=report_body(report))
    before = ask(site, THERE)
    statuses = Counter(_attach(site, report) for _ in range(3))
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(_room(disk)))
    statuses.update(_attach(site, report) for _ in range(10))
    acknowledged = statuses[201]
    filed = site.call(
        "POST", "/api/v1/reports/", by="monitor", body=report_body(str(uuid.uuid4()))
    ).status
    ballast.unlink()
    again = _attach(site, report)
    kept = ask(site, THERE) - before
    wrong = sum(count for status, count in statuses.items() if status not in (*TOLD, 201))
    return Outcome(
        "disk full",
        {"kept": acknowledged, "refused for want of room": sum(statuses[code] for code in TOLD)},
        {
            "acknowledged files lost": int(kept != acknowledged + (again == 201)),
            "answers other than 201, 503 and 507": wrong,
            "reports refused though they need no room there": int(filed != 201),
            "refused after room was made": int(again != 201),
        },
    )


def _room(disk: Path) -> int:
    """All but less than one picture needs."""
    room = os.statvfs(disk)
    return max(0, room.f_bavail * room.f_frsize - 4096)


def _attach(site: Site, report: str) -> int:
    answer = requests.post(
        f"{site.url}/api/v1/reports/{report}/attachments/",
        headers={"Authorization": f"Bearer {site.people['monitor']['token']}"},
        # Each another one: the same file again would be refused as such.
        files={"file": (f"{uuid.uuid4()}.jpg", jpeg((1200 + next(WIDER), 900)))},
        timeout=60,
    )
    return answer.status_code
