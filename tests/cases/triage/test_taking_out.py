"""A list leaves the office: what is in it, who may, what is written down."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cases.triage.columns import files
from cases.triage.models import ListExport
from oversight.audit.models import Event

REPORTS = "/admin/cases/report/take-out/"
CASES = "/admin/cases/case/take-out/"
ASKED = {"format": "csv", "reason": "For the weekly meeting."}


def lines(answer):
    text = b"".join(answer.streaming_content).decode()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_file_holds_what_the_list_shows_and_no_more(client_of, reviewer, opened):
    inside, outside = opened(place="HT0111"), opened(place="HT0511")
    answer = client_of(reviewer).post(f"{CASES}?tab=all&department=HT01", ASKED)
    assert "attachment" in answer["Content-Disposition"]
    heading, *rows = lines(answer)
    assert [row[0] for row in rows] == [inside.reference]
    assert outside.reference not in str(rows)
    assert {"status", "track", "severity", "department"} <= set(heading)
    assert reviewer.name in str(rows)


def test_what_was_told_and_titles_stay_unless_titles_are_asked_for(client_of, reviewer, opened):
    opened()
    client = client_of(reviewer)
    assert "Market" not in str(lines(client.post(f"{CASES}?tab=all", ASKED)))
    assert "Market" in str(lines(client.post(f"{CASES}?tab=all", ASKED | {"with_titles": "on"})))
    told = str(lines(client.post(f"{REPORTS}?tab=all", ASKED)))
    assert "R-" in told and "Patrouille" not in told


def test_a_title_that_looks_like_a_formula_is_harmless(client_of, reviewer, opened):
    case = opened()
    type(case).objects.filter(pk=case.pk).update(title="=HYPERLINK(1)")
    sent = ASKED | {"with_titles": "on", "format": "xlsx"}
    answer = client_of(reviewer).post(f"{CASES}?tab=all", sent)
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[2]][-1] == "'=HYPERLINK(1)"
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n"}


def test_it_is_written_down_without_what_was_searched_for(client_of, reviewer, opened):
    opened()
    client_of(reviewer).post(f"{CASES}?tab=all&q=market", ASKED)
    row = ListExport.objects.get()
    assert (row.by, row.rows, row.filters, row.format) == (reviewer, 1, ["q"], "csv")
    event = Event.objects.get(type="list.exported")
    assert event.reason == ASKED["reason"]
    assert "market" not in str(event.changes).lower()


def test_without_a_reason_or_a_known_format_nothing_leaves(client_of, reviewer, opened):
    opened()
    for sent in ({"format": "csv", "reason": " "}, {"format": "doc", "reason": "x"}, {}):
        answer = client_of(reviewer).post(f"{CASES}?tab=all", sent or {"x": "1"})
        assert answer.status_code == 400
    assert not ListExport.objects.exists()


@pytest.mark.parametrize("address", [REPORTS, CASES])
def test_who_has_no_part_in_casework_takes_nothing(
    client_of, auditor, administrator, ngo, monitor, address
):
    assert Client().post(address, ASKED).status_code == 302
    for person in (auditor, administrator):
        assert client_of(person).get(address).status_code == 403
        assert client_of(person).post(address, ASKED).status_code == 403
    for person in (ngo, monitor):
        assert client_of(person).post(address, ASKED).status_code == 302


def test_restricted_lines_leave_only_with_who_sees_them(client_of, reviewer, lead, report):
    row = report(types=["sexual_assault"])
    assert row.is_restricted
    address = f"{REPORTS}?tab=all"
    assert row.reference not in str(lines(client_of(reviewer).post(address, ASKED)))
    assert row.reference in str(lines(client_of(lead).post(address, ASKED)))


def test_queries_do_not_follow_the_lines(client_of, reviewer, opened, monkeypatch):
    client = client_of(reviewer)

    def take():
        return lines(client.post(f"{CASES}?tab=all", ASKED))

    opened()
    take()
    with CaptureQueriesContext(connection) as few:
        take()
    for _number in range(4):
        opened()
    with CaptureQueriesContext(connection) as many:
        assert len(take()) == 6
    assert len(many) == len(few)
    monkeypatch.setattr(files, "CHUNK", 2)
    assert len(take()) == 6


def test_more_lines_than_a_spreadsheet_holds_are_refused(client_of, reviewer, opened, monkeypatch):
    monkeypatch.setattr("cases.triage.admin.files.MOST_ROWS", 1)
    opened()
    answer = client_of(reviewer).post(f"{CASES}?tab=all", ASKED | {"format": "xlsx"})
    assert answer.status_code == 400
    assert "format" in answer.context["form"].errors
    assert not ListExport.objects.exists()


def test_paper_says_what_it_leaves_out(client_of, reviewer, opened, monkeypatch):
    monkeypatch.setattr("cases.triage.admin.files.MOST_PRINTED", 1)
    opened()
    opened()
    page = client_of(reviewer).post(f"{CASES}?tab=all", ASKED | {"format": "print"})
    assert page.status_code == 200
    assert "1 more line is not printed." in page.content.decode()
    assert ListExport.objects.get().rows == 1


def test_the_page_before_says_how_many_and_what(client_of, reviewer, opened):
    opened()
    words = client_of(reviewer).get(f"{CASES}?tab=all").content.decode()
    assert "1 in this list" in words
    assert "Severity" in words
