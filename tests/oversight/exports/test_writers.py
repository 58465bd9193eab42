"""Files that leave: harmless to open, streamed, whole."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from oversight.exports import columns
from oversight.exports.columns import csv_lines, plain, xlsx_file
from oversight.exports.rules import harmless
from oversight.exports.views import download

ROWS = [["name", "count"], ["=1+1", 3], ['Òkap, "Sid"', -2]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  ="])
def test_a_text_is_never_a_formula(start):
    assert harmless(f"{start}HYPERLINK(1)").startswith("'")


@pytest.mark.parametrize("text", ["", " ", "a=b", "3", "Ò"])
def test_ordinary_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_numbers_stay_numbers_and_instants_are_local():
    assert plain(-2) == -2
    assert plain(datetime(2026, 1, 2, 3, 4, tzinfo=UTC)) == "2026-01-01 22:04-05:00"
    assert plain(date(2026, 1, 2)) == "2026-01-02"
    assert plain(None) == ""


def test_csv_reads_back():
    read = list(csv.reader(io.StringIO("".join(csv_lines(ROWS)))))
    assert read == [["name", "count"], ["'=1+1", "3"], ['Òkap, "Sid"', "-2"]]


def test_csv_takes_one_row_at_a_time():
    taken = []
    lines = csv_lines(taken.append(number) or [number] for number in range(1000))
    next(lines)
    assert taken == [0]


def test_spreadsheet_holds_text_and_numbers_and_no_formula():
    sheet = load_workbook(xlsx_file(ROWS)).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["name", "count"],
        ["'=1+1", 3],
        ['Òkap, "Sid"', -2],
    ]
    assert {cell.data_type for row in sheet for cell in row} == {"s", "n"}


def test_too_many_rows_for_a_spreadsheet_are_said(monkeypatch):
    monkeypatch.setattr(columns, "MOST_ROWS", 2)
    with pytest.raises(ValueError, match="too many"):
        xlsx_file(ROWS)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_answers_as_an_attachment(format):
    answer = download(ROWS, name="cases", format=format)
    assert answer["Content-Disposition"] == f'attachment; filename="cases.{format}"'
    assert b"".join(answer.streaming_content)
