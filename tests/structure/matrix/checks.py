"""Role × object state × address, whole: `tests/tables/access.csv` says who is let in where.

The tests of both halves, pages and API; each half is a module of its own, so that two processes
ask at the same time. After adding an address: `make access` prints the rows that are missing, each
cell marked `?`. Put them into the table, ask of every cell whether it is right, and take the mark away.
"""

import os
from fnmatch import fnmatchcase

import pytest

from cases.casework.models import Case
from cases.reports.models import Report
from tests.structure.addresses import addresses
from tests.structure.matrix.asking import PAGES, ask_everything, part_of
from tests.structure.matrix.furniture import ACTORS
from tests.structure.matrix.samples import samples_of
from tests.structure.matrix.table import CELLS, FILE, proposed, row_of, rows
from tests.structure.public_urls import PUBLIC


@pytest.fixture(scope="module")
def half(request):
    """Which half of the matrix the module asks."""
    return request.module.HALF


@pytest.fixture(scope="module")
def answers(house, half):
    return ask_everything(house, half)


@pytest.fixture(scope="module")
def table(half):
    return [row for row in rows() if part_of(row.address) == half]


def test_every_address_with_variable_parts_has_samples(house, half):
    mine = [address for address in addresses() if part_of(address.route) == half]
    without = [f"{a.name} {a.route}" for a in mine if not samples_of(a, house)]
    assert not without, "add a pattern and a function to tests/structure/matrix/samples.py"


def test_every_address_state_and_method_is_in_the_table(answers, table):
    missing = {q: cells for q, cells in answers.items() if row_of(q, table) is None}
    if missing and os.environ.get("PROPOSE_ACCESS"):
        print("\n".join(["", "# to be judged", *proposed(missing)]))  # noqa: T201
    said = "\n".join(proposed(missing)[:20])
    assert not missing, f"run `make access`, judge each cell, add the rows to {FILE.name}:\n{said}"


def test_every_cell_was_judged(table):
    waiting = [f"{row.address} {row.state} {row.method}" for row in table if _unjudged(row)]
    assert not waiting, "ask of each cell whether it is right, then take its ? away"


def _unjudged(row):
    return set(row.cells.values()) - CELLS


def test_everybody_is_answered_as_the_table_says(answers, table):
    wrong = []
    for question, cells in answers.items():
        row = row_of(question, table)
        if row is None:
            continue
        wrong += [
            f"{question.method} {question.route} ({question.state}) as {actor}: {word}, not {wanted}"
            for actor, word in cells.items()
            if (wanted := row.cells[actor]) != word
        ]
    assert not wrong, "\n".join(wrong)


def test_no_row_of_the_table_is_idle(answers, table):
    for question in answers:
        row_of(question, table)
    idle = [f"{row.address} ({row.state}) {row.method}" for row in table if not row.used]
    assert not idle, "take them out: an earlier row says the same, or the address is gone"


# What follows does not lean on the table: a cell judged wrongly is found here.


def test_nobody_is_let_in_to_a_case_or_report_that_the_rule_hides_from_them(house, answers):
    kinds = (
        (house.cases, ("/admin/cases/case/*", "/api/v1/cases/*"), Case.objects.visible_to),
        (house.reports, ("/admin/cases/report/*", "/api/v1/reports/*"), Report.objects.visible_to),
    )
    let_in = []
    for objects, patterns, visible in kinds:
        seen = {
            (actor, state)
            for actor, user in house.people.items()
            for state, row in objects.items()
            if user.is_active and visible(user).filter(pk=row.pk).exists()
        }
        for question, cells in answers.items():
            state = question.state.partition(":")[0]
            if state not in objects or not any(fnmatchcase(question.route, p) for p in patterns):
                continue
            let_in += [
                f"{actor}: {question}"
                for actor, word in cells.items()
                if word == "ok" and (actor, state) not in seen
            ]
    assert not let_in


def test_neither_a_stranger_nor_somebody_suspended_is_let_in_anywhere(answers):
    let_in = [
        f"{actor}: {question}"
        for question, cells in answers.items()
        if question.route not in PUBLIC
        for actor in ("anonymous", "suspended")
        if cells.get(actor) == "ok"
    ]
    assert not let_in


def test_a_role_that_waits_for_its_second_person_gives_nothing(answers):
    more = [
        question
        for question, cells in answers.items()
        if cells.get("waiting") == "ok" and cells["outsider"] != "ok"
    ]
    # Their own account, as the outsider's is the outsider's.
    assert not more


def test_every_actor_is_let_in_somewhere(answers, half):
    """Otherwise the house is badly furnished, and refusals prove nothing."""
    private = [cells for question, cells in answers.items() if question.route not in PUBLIC]
    let_in = {actor for actor in ACTORS if any(cells.get(actor) == "ok" for cells in private)}
    everybody = set(ACTORS) - {"anonymous", "suspended"}
    if half == PAGES:
        assert let_in == everybody - {"narrow"}
    else:
        assert let_in >= everybody - {"outsider", "waiting", "administrator"}


def test_nothing_fails(answers):
    failed = [
        f"{question} {actor}: {word}"
        for question, cells in answers.items()
        for actor, word in cells.items()
        if word.startswith("failed")
    ]
    assert not failed
