"""The table of a run, for people."""

import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measuring import Figure, Goal

FILE = Path(__file__).resolve().parent / "RESULTS.md"
# At a million rows nothing may take more than half as long again.
LARGE, WIDER = 1_000_000, 1.5


def scale_of(rows: int) -> float:
    return WIDER if rows >= LARGE else 1.0


def _number(value: float | None, unit: str = "") -> str:
    if value is None:
        return ""
    text = f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    return f"{text} {unit}".strip()


def goal_text(goal: Goal, unit: str, scale: float) -> str:
    said = []
    if goal.at_most is not None:
        said.append(f"≤ {goal.at_most * scale:g} {unit}")
    if goal.times_floor is not None:
        said.append(f"≤ {goal.times_floor * scale:g} × floor")
    if goal.at_least is not None:
        said.append(f"≥ {goal.at_least / scale:g} {unit}")
    if goal.share_of_floor is not None:
        said.append(f"≥ {goal.share_of_floor / scale:.0%} of floor")
    text = " or ".join(said)
    return f"{text}, ≤ {goal.statements} statements" if goal.statements else text


def line(figure: Figure, scale: float) -> str:
    row = figure.row
    ratio = f"{figure.ratio:.2f}" if figure.ratio else ""
    verdict = figure.verdict(scale)
    cells = [
        f"`{row.name}`",
        row.title,
        _number(figure.value, row.unit),
        _number(figure.p95),
        _number(figure.floor, row.unit) + (f" ({row.floor_is})" if row.floor else ""),
        ratio,
        "" if figure.statements is None else f"{figure.statements:g}",
        goal_text(row.goal, row.unit, scale),
        f"**{verdict}**" if verdict == "missed" else verdict,
    ]
    return f"| {' | '.join(cells)} |"


def machine() -> str:
    memory = next(iter(Path("/proc/meminfo").read_text().splitlines()))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    gigabytes = int(memory.split()[1]) / 1024 / 1024
    return (
        f"{os.cpu_count()} processors ({platform.machine()}), {gigabytes:.0f} GB, "
        f"Python {platform.python_version()}; load at the end {load}"
    )


def table(figures: Iterable[Figure], rows: int) -> str:
    heading = "| row | what | median | p95 | floor | ratio | statements | goal | |"
    rule = "| --- | --- | ---: | ---: | --- | ---: | ---: | --- | --- |"
    return "\n".join([heading, rule, *(line(figure, scale_of(rows)) for figure in figures)])


def commit() -> str:
    """The commit that was measured, and whether something beside it was changed."""
    told = subprocess.run(
        ("git", "describe", "--always", "--dirty"),
        cwd=FILE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "no commit"


def _details(profiles: dict[str, str]) -> list[str]:
    return [
        f"<details><summary>Profile of <code>{name}</code></summary>\n\n```text\n{text}\n```\n\n</details>"
        for name, text in profiles.items()
    ]


def append(
    figures: list[Figure],
    rows: int,
    note: str,
    profiles: dict[str, str] | None = None,
    into: Path = FILE,
) -> str:
    """The run as a section at the end of the file; gives the section."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    missed = [f.row.name for f in figures if f.verdict(scale_of(rows)) == "missed"]
    said = f"Missed: {', '.join(missed)}." if missed else "No goal missed."
    head = f"Commit {commit()}; {machine()}."
    parts = [f"## {now}, {rows:,} rows", head, *([note] if note else []), said]
    section = "\n\n".join([*parts, table(figures, rows), *_details(profiles or {})]) + "\n"
    with into.open("a", encoding="utf-8") as file:
        file.write("\n" + section)
    return section
