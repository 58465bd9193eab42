"""Writes the page of the documentation that shows how cases and reports move."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from cases.casework.choices import CaseStatus
from cases.casework.workflow import HELD, REFUSALS, TRANSITIONS, Transition
from cases.reports.workflow import GUARDS
from cases.reports.workflow import TRANSITIONS as REPORT_TRANSITIONS
from cases.reports.workflow import Transition as ReportTransition

PAGE = settings.BASE_DIR / "docs" / "workflow.md"
INTRODUCTION = """# How a case moves

Made by `manage.py workflow_table` from `cases/casework/workflow.py` and `cases/reports/workflow.py`: change those, not this page.
A move is refused with the sentence in the last column. A finding goes from `proposed` to `adopted`
or `returned`, and whoever proposed it does neither. Once the case was opened again, or returned to
investigation, a later finding that is adopted leaves the earlier one `replaced`.
"""


def diagram() -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> assessment"]
    for transition in TRANSITIONS:
        target = "suspended_from" if transition.target == HELD else transition.target
        lines += [f"    {source} --> {target}: {transition.name}" for source in transition.sources]
    return [
        *lines,
        '    state "back to where it was" as suspended_from',
        "    closed --> [*]",
        "```",
    ]


def row(transition: Transition) -> str:
    target = "where it was" if transition.target == HELD else transition.target
    refusals = " ".join(str(REFUSALS[guard]) for guard in transition.guards)
    cells = (
        f"`{transition.name}`",
        str(transition.label),
        ", ".join(transition.sources),
        target,
        f"`{transition.permission.value}`",
        ", ".join(transition.starts),
        ", ".join(transition.meets),
        refusals,
    )
    return "| " + " | ".join(cells) + " |"


REPORTS = """## How a report moves

Before it is in a case, and after. Where the target is “stays”, the move is written down and the report
stays in its state. Every move leaves a row that is never changed.
"""


def report_row(transition: ReportTransition) -> str:
    cells = (
        f"`{transition.name}`",
        str(transition.label),
        ", ".join(sorted(transition.sources)),
        transition.target or "stays",
        ", ".join(transition.starts),
        ", ".join((*transition.meets, *transition.cancels)),
        ", ".join(transition.pauses),
        " ".join(str(GUARDS[guard]) for guard in transition.guards),
    )
    return "| " + " | ".join(cells) + " |"


def report_table() -> str:
    heading = "| name | button | from | to | starts | stops | pauses | needs |"
    rows = [report_row(transition) for transition in REPORT_TRANSITIONS]
    return "\n".join([heading, "| --- " * 8 + "|", *rows])


def page() -> str:
    """The whole page, in English whatever the language of the reader."""
    with translation.override("en"):
        table = [
            "| name | button | from | to | permission | starts | stops | refused when |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *(row(transition) for transition in TRANSITIONS),
        ]
        states = [f"- `{status.value}`: {status.label}" for status in CaseStatus]
        reports = (REPORTS, report_table())
    parts = (
        INTRODUCTION,
        "\n".join(diagram()),
        "\n".join(table),
        "## States",
        "\n".join(states),
        *reports,
    )
    return "\n\n".join(part.strip() for part in parts) + "\n"


class Command(BaseCommand):
    help = "Writes docs/workflow.md from the table of transitions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether it is current")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            PAGE.parent.mkdir(exist_ok=True)
            PAGE.write_text(page())
        elif PAGE.read_text() != page():
            raise SystemExit("docs/workflow.md is not current: run manage.py workflow_table")
