"""The roster as a target of imports."""

from datetime import datetime
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from mission.deployment.actions.common import tell_all
from mission.deployment.actions.roster.rows import FIELDS, build_row, opened
from mission.deployment.actions.roster.writing import BREACH, commit_batch, unchanged
from oversight.authority.choices import Permission
from oversight.imports.actions import run as run_import
from oversight.imports.actions.quarantine import Quarantine
from oversight.imports.actions.reading import Outcome
from oversight.imports.actions.runs import Source
from oversight.imports.rules import ImportTarget

SHIPPED = Path(__file__).parents[2] / "reference" / "roster.yaml"
SEPARATORS = (b",", b";", b"\t")


def finished(*, run: Any, notes: set[tuple[str, str]], by: Any, now: datetime) -> None:
    """One notice for all breaches of a run, to who watches those States."""
    states = {text.split(" ", 1)[0] for kind, text in notes if kind == BREACH}
    if states:
        tell_all("breach_opened", states=states, subject=run, by=by, now=now)


ROSTER = ImportTarget(
    name="roster",
    fields=FIELDS,
    build_row=build_row,
    commit_batch=commit_batch,
    permission=Permission.PERSONNEL_MANAGE,
    opened=opened,
    unchanged=unchanged,
    finished=finished,
    private=frozenset({"name"}),
)


def import_roster(
    *,
    path: Source,
    mapping: Path | str | None = None,
    by: Any = None,
    dry_run: bool = False,
    quarantine: Path | Quarantine | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Bring a roster in. Without a mapping the columns are called as the fields."""
    text = mapping if isinstance(mapping, str) else SHIPPED.read_text(encoding="utf-8")
    return run_import(
        path=path,
        mapping=mapping if isinstance(mapping, Path) else _with_sign(text, path),
        by=by,
        dry_run=dry_run,
        quarantine=quarantine,
        now=now,
    )


def own_columns(lines: str) -> str:
    """A mapping from lines of `field: column`; a mapping that is whole stays as it is."""
    if any(line.startswith("target:") for line in lines.splitlines()):
        return lines
    head, _sign, _lines = SHIPPED.read_text(encoding="utf-8").partition("columns:")
    return f"{head}columns:\n{indent(dedent(lines).strip(), '  ')}\n"


def _with_sign(text: str, path: Source) -> str:
    """A mapping with the sign that separates the columns of this file's first line."""
    try:
        with path.open("rb") as stream:
            head = stream.readline(4096)
    except OSError:
        return text
    sign = max(SEPARATORS, key=head.count).decode()
    return text.replace('delimiter: ","', f'delimiter: "{sign}"'.replace("\t", "\\t"))
