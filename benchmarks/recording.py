"""Asks the product inside this process and writes down which statements it runs."""

import json
import pickle
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from benchmarks.measuring import Row
from benchmarks.replays import Script, new_values, recorded


def file() -> Path:
    return Path(settings.VAR_DIR) / "scripts.pickle"


@cache
def scripts() -> dict[str, Script]:
    """What was recorded for this run, by the name of the row."""
    # Written by this very program a moment ago.
    found: dict[str, Script] = pickle.loads(file().read_bytes())  # noqa: S301
    return found


class Inside:
    """The site without a server."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.client = Client(SERVER_NAME="127.0.0.1", headers={"accept-language": "en"})

    def admin(self, address: str) -> Any:
        self.client.cookies[settings.SESSION_COOKIE_NAME] = self.facts["session"]
        return self._checked(self.client.get(address))

    def api(self, token: str, address: str, body: Any = None) -> Any:
        headers = {"authorization": f"Bearer {token}"}
        if body is None:
            return self._checked(self.client.get(address, headers=headers)).json()
        text = json.dumps(body)
        return self._checked(
            self.client.post(address, text, content_type="application/json", headers=headers)
        )

    @staticmethod
    def _checked(answer: Any) -> Any:
        if answer.status_code >= 300:
            raise RuntimeError(f"{answer.status_code}: {answer.content[:300]!r}")
        return answer


def record_all(rows: list[Row], facts: dict[str, Any]) -> None:
    """Twice each: the second time nothing is read that a process keeps."""
    found = {}
    for row in rows:
        if row.record is None:
            continue
        inside = Inside(facts)
        row.record(inside, facts)
        with recorded() as statements:
            answer = row.record(inside, facts)
        kept = answer if isinstance(answer, dict | list) else None
        found[row.name] = Script(statements, new_values(statements), kept)
    file().write_bytes(pickle.dumps(found))
    scripts.cache_clear()
