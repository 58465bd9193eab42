"""Two people at once: real threads, each with its own connection."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from oversight.authority.rules import RuleBroken


def outcomes(*acts: Callable[[], Any]) -> list[str]:
    """What came of acts that start together: "done", or the code of the refusal; sorted."""
    found: list[str] = []
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            act()
            found.append("done")
        except RuleBroken as broken:
            found.append(broken.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)
