"""The table of transitions, row by row, and each guard by itself."""

import csv
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from cases.casework.choices import CaseStatus
from cases.casework.workflow import (
    ASKS,
    BY_NAME,
    REFUSALS,
    TRANSITIONS,
    Facts,
    available,
    refusals,
)
from cases.management.commands.workflow_table import PAGE, page

TABLE = Path(__file__).parents[2] / "tables" / "workflow.csv"
ROWS = list(csv.DictReader(TABLE.open()))
# Facts to which no guard objects.
FINE = Facts(
    allegations=1, focal_points=1, reason="why", disposition="substantiated", feedback="given"
)
SPOILED = {
    "restricted without focal point": {"track": "sea", "focal_points": 0},
    "no allegation": {"allegations": 0},
    "finding missing": {"allegations_without_adopted_finding": 1},
    "finding waits": {"findings_waiting": 1},
    "informal though grave": {"severity": "grave", "disposition": "resolved_informally"},
    "reason": {"reason": " "},
    "disposition": {"disposition": ""},
    "feedback": {"feedback": ""},
}


def refused_when(row):
    return [*row["asks"].split(), *filter(None, row["refused when"].split("; "))]


def test_table_holds_every_transition_from_every_state_and_no_other():
    told = {(row["transition"], row["from"], row["to"], row["permission"]) for row in ROWS}
    built = {
        (t.name, source, t.target, t.permission.value) for t in TRANSITIONS for source in t.sources
    }

    assert told == built


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['transition']} from {row['from']}")
def test_transition_is_refused_exactly_when_the_table_says(row):
    transition = BY_NAME[row["transition"]]
    fine = replace(FINE, status=row["from"])

    assert refusals(transition, fine) == ()
    for name, change in SPOILED.items():
        expected = name in refused_when(row)
        assert bool(refusals(transition, replace(fine, **change))) == expected, name


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['transition']} from {row['from']}")
def test_form_asks_for_what_the_table_says(row):
    assert set(BY_NAME[row["transition"]].asks) == set(row["asks"].split())


def test_available_offers_only_what_the_state_allows():
    for status, transition in product(CaseStatus.values, TRANSITIONS):
        offered = [move.transition for move in available(replace(FINE, status=status))]

        assert (transition in offered) == (status in transition.sources)


def test_available_does_not_block_on_what_the_form_will_ask():
    closing = next(m for m in available(Facts()) if m.transition.name == "close")

    assert closing.is_possible


def test_available_says_what_stands_in_the_way():
    start = next(
        m for m in available(Facts(track="child")) if m.transition.name == "start_investigation"
    )

    assert [no.code for no in start.blocked_by] == ["has_focal_point_when_restricted"]


def test_resume_leads_back_to_where_the_case_was():
    facts = replace(FINE, status="suspended", held_status="follow_up")

    assert BY_NAME["resume"].leads_to(facts) == "follow_up"


def test_pending_is_no_ending():
    assert refusals(BY_NAME["close"], replace(FINE, disposition="pending"))


def test_every_guard_has_a_sentence():
    guards = {guard for transition in TRANSITIONS for guard in transition.guards}

    assert guards == set(REFUSALS)
    assert set(ASKS) <= guards


def test_page_of_the_documentation_is_current():
    assert PAGE.read_text() == page(), "run manage.py workflow_table"
