"""How much memory a web worker takes after all that was asked of it."""

from benchmarks.measuring import VALUE, Bench, Goal, Row
from benchmarks.servers import memory_of, workers_of


def largest(kind: str) -> object:
    def ask(bench: Bench, n: int) -> float:
        return max(memory_of(pid)[kind] for pid in workers_of(bench.server))

    return ask


WORDS = {
    "pss": "a web worker, its fair share of shared memory (PSS)",
    "private": "a web worker, its own memory alone",
    "rss": "a web worker, all it maps (RSS)",
}
ROWS = tuple(
    Row(
        f"memory-{kind}",
        words,
        largest(kind),  # type: ignore[arg-type]
        goal=Goal(at_most=120) if kind != "private" else Goal(),
        kind=VALUE,
        unit="MB",
    )
    for kind, words in WORDS.items()
)
