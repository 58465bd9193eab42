"""Workbooks, good and hostile: refused in a sentence, and never at the cost of the server."""

import io
import resource
import struct
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from oversight.authority.rules import RuleBroken
from oversight.imports.rules import is_sheet, sheet_records, sheets, unpack

SHEET = "xl/worksheets/sheet1.xml"
FAR = b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


def book(*rows, **options):
    """A workbook with these rows on its first sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as made:
        sheet = made.add_worksheet()
        form = made.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, form)
                else:
                    sheet.write(number, column, cell)
    return out.getvalue()


def altered(change):
    """A small workbook whose first sheet was changed as no office program would."""
    out = io.BytesIO()
    held = zipfile.ZipFile(io.BytesIO(book(["a", "b"], ["1", "2"])))
    with held, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in held.namelist():
            content = held.read(name)
            made.writestr(name, change(content) if name == SHEET else content)
    return out.getvalue()


def read(content):
    return [row.cells for row in sheet_records(io.BytesIO(content))]


def refused(content):
    with pytest.raises(RuleBroken) as broken:
        read(content)
    assert broken.value.pointer == "/file"
    return broken.value.code


def test_cells_come_as_they_would_stand_in_a_csv():
    content = book(["number", "on", "at"], [1001, date(2025, 3, 1), datetime(2025, 3, 1, 8, 30)])
    assert is_sheet(io.BytesIO(content))
    assert read(content)[1][:2] == ["1001", "2025-03-01"]


def test_blank_rows_are_left_out_and_lines_keep_their_numbers():
    rows = list(sheet_records(io.BytesIO(book(["a"], [""], ["1"]))))
    assert [(row.line, row.cells) for row in rows] == [(1, ["a"]), (3, ["1"])]


def test_a_formula_is_its_last_value_and_is_not_worked_out():
    assert read(book(["a"], ['=HYPERLINK("http://x.example","y")']))[1] in (["0"], [""])
    assert read(book(["a"], ["=1+1"], strings_to_formulas=False))[1] == ["=1+1"]


def test_a_cell_at_the_far_end_does_not_take_the_server_along():
    """A few kilobytes that ask for hundreds of gigabytes: the reader dies, we answer."""
    assert (
        refused(altered(lambda xml: xml.replace(b"</row></sheetData>", FAR))) == "sheet_too_large"
    )


def test_a_workbook_that_swells_is_not_unpacked():
    swollen = altered(
        lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + b" " * 200_000_000)
    )
    assert len(swollen) < 1_000_000
    assert refused(swollen) == "sheet_too_large"
    # The same, saying of itself that it is small.
    with zipfile.ZipFile(io.BytesIO(swollen)) as held:
        size = struct.pack("<I", held.getinfo(SHEET).file_size)
    assert refused(swollen.replace(size, struct.pack("<I", 2_000))).startswith("sheet_")


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04not a zip",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x",
        book(["a"])[:-40],
        altered(lambda xml: b"<worksheet><sheetData><row><c>"),
    ],
)
def test_what_is_no_workbook_is_said_to_be_none(content):
    assert refused(content) == "sheet_unreadable"


def test_a_zip_of_something_else_is_no_workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", "<x/>")
    assert refused(out.getvalue()) == "sheet_unreadable"


def test_limits_of_size_hold(monkeypatch):
    assert refused(book(["x"] * (unpack.MOST_COLUMNS + 1))) == "sheet_too_large"
    assert len(read(book(["x"] * unpack.MOST_COLUMNS))[0]) == unpack.MOST_COLUMNS
    monkeypatch.setattr(sheets, "LONGEST_FILE", 100)
    assert refused(book(["a"])) == "sheet_too_large"


def test_many_cells_with_one_huge_text_are_too_much():
    """Texts are shared inside a workbook: small to send, large to read."""
    huge = "x" * 32_000
    assert refused(book(*([huge] for _ in range(1_500)))) == "sheet_too_large"


def test_a_reader_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr(sheets, "PATIENCE", 0.001)
    assert refused(book(["a"])) == "sheet_too_large"


def test_the_server_keeps_its_own_limits():
    before = resource.getrlimit(resource.RLIMIT_AS)
    read(book(["a"]))
    assert resource.getrlimit(resource.RLIMIT_AS) == before
