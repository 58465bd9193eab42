"""Clients that never give up on what they began, and remember what was acknowledged."""

import random
import threading
import time
import urllib.error
import uuid
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from tests.site import Site

# What a client of a server that was just killed meets; it asks again with the same id.
BROKEN = (OSError, HTTPException, urllib.error.URLError)


def report_body(identity: str) -> dict[str, Any]:
    """A whole report, fictional."""
    return {
        "id": identity,
        "occurred_from": "2025-03-02",
        "date_precision": "day",
        "place": "HT0111",
        "narrative": f"Fictional report {identity}.",
        "types": ["arbitrary_arrest"],
        "provisions": ["urgent-temporary-measures"],
        "source": {"type": "witness_testimony"},
        "consent": {"state": "not_asked"},
    }


@dataclass
class Traffic:
    """So many clients filing reports until told to stop."""

    site: Site
    clients: int = 4
    acknowledged: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Traffic":
        self._threads = [threading.Thread(target=self._work) for _ in range(self.clients)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=120)

    def _work(self) -> None:
        while not self._stop.is_set():
            self.file(str(uuid.uuid4()))

    def file(self, identity: str) -> None:
        """One report, sent again with the same id until the server has answered or we stop."""
        while True:
            try:
                answer = self.site.call(
                    "POST", "/api/v1/reports/", by="monitor", body=report_body(identity)
                )
            except BROKEN:
                self.broken += 1
                if self._stop.is_set():
                    return
                time.sleep(random.uniform(0.05, 0.3))  # noqa: S311
                continue
            self.statuses[answer.status] += 1
            if answer.status in (200, 201):
                self.acknowledged.append(identity)
                return
            if self._stop.is_set():
                return
            time.sleep(0.2)

    def refusals(self) -> int:
        """Answers of 5xx."""
        return sum(count for status, count in self.statuses.items() if status >= 500)
