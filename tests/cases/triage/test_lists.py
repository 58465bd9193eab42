"""The two lists: who sees what, what they are narrowed by, how many queries they take."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.reports import actions

REPORTS = "/admin/cases/report/"
CASES = "/admin/cases/case/"


def test_queue_shows_what_waits(client_of, reviewer, report):
    row = report()
    page = client_of(reviewer).get(REPORTS)
    assert page.status_code == 200
    assert row.reference in page.content.decode()


def test_queue_leaves_out_what_is_decided_unless_asked(client_of, reviewer, report):
    row = report()
    actions.accept(report=row, by=reviewer, reason="")
    client = client_of(reviewer)
    assert row.reference not in client.get(REPORTS).content.decode()
    assert row.reference in client.get(f"{REPORTS}?tab=accepted").content.decode()
    assert row.reference in client.get(f"{REPORTS}?tab=all&status=accepted").content.decode()


def test_search_looks_in_every_view_unless_one_is_named(client_of, reviewer, report):
    row = report()
    actions.accept(report=row, by=reviewer, reason="")
    client = client_of(reviewer)
    assert row.reference in client.get(f"{REPORTS}?q={row.reference}").content.decode()
    narrowed = client.get(f"{REPORTS}?tab=waiting&q={row.reference}").content.decode()
    assert f"{row.pk}" not in narrowed


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("type=assault", True),
        ("type=integrity", True),
        ("type=rape", False),
        ("department=HT01", True),
        ("department=HT02", False),
        ("q=marche", True),
        ("q=zzz", False),
        ("track=general", True),
        ("has_question=True", False),
        ("has_question=False", True),
        ("danger=True", False),
        ("filed_from=2001-01-01", True),
        ("filed_to=2001-01-01", False),
        ("assigned=nobody", True),
        ("assigned=me", False),
    ],
)
def test_queue_is_narrowed_by(client_of, reviewer, report, query, fits):
    row = report()
    page = client_of(reviewer).get(f"{REPORTS}?{query}").content.decode()
    assert (row.reference in page) is fits


def test_wrong_filter_is_said_beside_it_and_breaks_nothing(client_of, reviewer, report):
    report()
    page = client_of(reviewer).get(f"{REPORTS}?filed_from=yesterday&page=x&o=nothing&tab=none")
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()


def test_danger_and_assignment_stand_in_the_list(client_of, reviewer, report):
    row = report(danger_now=True)
    actions.assign(report=row, user=reviewer, by=reviewer)
    page = client_of(reviewer).get(f"{REPORTS}?tab=mine").content.decode()
    assert "Danger now" in page
    assert reviewer.name in page


@pytest.mark.parametrize("address", [REPORTS, f"{REPORTS}?tab=all", f"{CASES}?tab=all"])
def test_list_takes_as_many_queries_for_many_rows_as_for_few(
    client_of, reviewer, report, opened, address
):
    client = client_of(reviewer)
    opened()
    report()
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _number in range(5):
        report()
        opened()
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_count_stops_at_the_cap(client_of, reviewer, report, monkeypatch):
    monkeypatch.setattr("cases.triage.admin.lists.COUNT_CAP", 2)
    for _number in range(4):
        report()
    page = client_of(reviewer).get(REPORTS).content.decode()
    assert "More than 2 in this list" in page


def test_list_is_read_only(client_of, reviewer):
    assert client_of(reviewer).post(REPORTS).status_code == 405


def test_lists_refuse_who_has_no_part_in_casework(client_of, auditor, administrator):
    for person in (auditor, administrator):
        assert client_of(person).get(REPORTS).status_code == 403
        assert client_of(person).get(CASES).status_code == 403


def test_case_list_shows_own_cases_first(client_of, reviewer, other_reviewer, opened):
    case = opened()
    assert case.reference in client_of(reviewer).get(CASES).content.decode()
    assert case.reference not in client_of(other_reviewer).get(CASES).content.decode()
    assert case.reference in client_of(other_reviewer).get(f"{CASES}?tab=open").content.decode()


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("status=assessment", True),
        ("status=closed", False),
        ("q=market", True),
        ("q=zzz", False),
        ("department=HT01", True),
        ("department=HT02", False),
        ("assigned=me", True),
        ("assigned=none", False),
        ("severity=moderate", True),
    ],
)
def test_case_list_is_narrowed_by(client_of, reviewer, opened, query, fits):
    case = opened()
    page = client_of(reviewer).get(f"{CASES}?tab=all&{query}").content.decode()
    assert (case.reference in page) is fits


@pytest.mark.parametrize("address", [REPORTS, CASES])
def test_filters_start_with_nothing_chosen(client_of, reviewer, report, address):
    report()
    for field in client_of(reviewer).get(address).context["listing"].fields():
        choices = getattr(field.field, "choices", None)
        assert choices is None or next(iter(choices))[0] == "", field.name
