"""The table of moves of a report, row by row."""

import csv
from pathlib import Path

from cases.reports.workflow import GUARDS, TRANSITIONS
from cases.triage.admin.report_page import decision_labels

TABLE = Path(__file__).parents[2] / "tables" / "report_workflow.csv"


def test_table_holds_every_move_from_every_state_and_no_other():
    told = {tuple(row.values()) for row in csv.DictReader(TABLE.open())}
    built = {
        (
            move.name,
            str(source),
            str(move.leads_to(source)),
            " ".join(move.starts),
            " ".join((*move.meets, *move.cancels)),
            " ".join(move.pauses),
            " ".join(move.resumes),
        )
        for move in TRANSITIONS
        for source in move.sources
    }
    assert told == built


def test_every_move_has_its_guards_and_its_words():
    for move in TRANSITIONS:
        assert all(guard in GUARDS for guard in move.guards)
        assert move.name in decision_labels()
        assert len(move.name) <= 20
