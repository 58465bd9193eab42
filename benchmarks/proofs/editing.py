"""Two clients edit one case at once: each change is kept or refused, none is overwritten."""

import threading
import uuid
from collections import Counter

from benchmarks.proofs.outcome import Outcome
from benchmarks.proofs.traffic import report_body
from tests.site import Site

ROUNDS = 50


def prove(site: Site) -> Outcome:
    """Both read, both write with If-Match, 50 times: one is kept, the other told it is stale."""
    report = site.call(
        "POST", "/api/v1/reports/", by="monitor", body=report_body(str(uuid.uuid4()))
    ).body
    case = site.call(
        "POST",
        "/api/v1/cases/",
        by="reviewer",
        body={
            "reports": [report["id"]],
            "title": "Two editors",
            "track": "general",
            "severity": "serious",
        },
    ).body
    path = f"/api/v1/cases/{case['id']}/"
    statuses: Counter[int] = Counter()
    wrong = silent = 0
    for number in range(ROUNDS):
        tag = site.call("GET", path, by="reviewer").headers["etag"]
        kept = _both(site, path, tag, number)
        statuses.update(status for status, _title in kept)
        wrong += sorted(status for status, _title in kept) != [200, 412]
        now = site.call("GET", path, by="reviewer").body["title"]
        silent += now not in [title for status, title in kept if status == 200]
    return Outcome(
        "two clients editing one case",
        {"rounds": ROUNDS, "kept": statuses[200], "told that it is stale": statuses[412]},
        {"rounds with another end": wrong, "acknowledged titles overwritten": silent},
    )


def _both(site: Site, path: str, tag: str, number: int) -> list[tuple[int, str]]:
    ended: list[tuple[int, str]] = []
    start = threading.Barrier(2)

    def write(who: str, title: str) -> None:
        start.wait()
        answer = site.call("PATCH", path, by=who, body={"title": title}, If_Match=tag)
        ended.append((answer.status, title))

    threads = [
        threading.Thread(target=write, args=(who, f"{who} {number}"))
        for who in ("reviewer", "lead")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended
