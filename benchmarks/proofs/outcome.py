"""What a proof found, and how it is written down."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

RESULTS = Path(__file__).resolve().parent.parent / "PROOFS.md"
HEAD = """# Proofs under faults

Written by `make proofs`, newest last. Each line is what was counted; a proof holds when every number
that must be zero is zero.
"""


@dataclass
class Outcome:
    """The counts of one proof. `must_be_zero` names those that break it."""

    name: str
    counts: dict[str, int] = field(default_factory=dict)
    must_be_zero: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        return not any(self.must_be_zero.values())

    def lines(self) -> list[str]:
        verdict = "holds" if self.holds else "BROKEN"
        told = [f"{key}: {value:,}" for key, value in self.counts.items()]
        zero = [f"**{key}: {value:,}**" for key, value in self.must_be_zero.items()]
        first = f"- {self.name} — {verdict} ({self.seconds:.0f} s): {', '.join([*told, *zero])}"
        return [first, *(f"  - {note}" for note in self.notes)]


def write_down(outcomes: list[Outcome]) -> None:
    """Append one dated section."""
    when = datetime.now(ZoneInfo("America/Port-au-Prince"))
    section = ["", f"## {when:%Y-%m-%d %H:%M} (Port-au-Prince)", ""]
    for outcome in outcomes:
        section += outcome.lines()
    before = RESULTS.read_text() if RESULTS.exists() else HEAD
    RESULTS.write_text(before.rstrip() + "\n" + "\n".join(section) + "\n")
