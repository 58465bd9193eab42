"""Released figures as spreadsheets and with HXL tags: the same figures, the same bytes each time."""

import csv
import io
import re
import time
import zipfile

import openpyxl
import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TABLE = "reports-by-department-and-quarter"
TABLES = (
    TABLE,
    "cases-by-status-and-quarter",
    "allegations-by-provision-and-quarter",
    "deployment-exceptions-by-requirement-and-quarter",
    "deployment-breaches-by-outcome-and-quarter",
)
RELEASE = "/api/v1/summaries/latest/"
URL = f"{RELEASE}{TABLE}/"
# Of the HXL 1.1 core schema, those in use here.
CORE = {"#adm1", "#date", "#status", "#cause", "#indicator", "#meta"}


def book_of(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def lines(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_a_spreadsheet_holds_the_cells_of_the_table_and_no_formula(api, ngo, release):
    client = api(ngo)
    answer = client.get(f"{URL}?format=xlsx&lang=fr")
    assert f"2026-09-30_{TABLE}_fr.xlsx" in answer["Content-Disposition"]
    book = book_of(answer)
    figures, about = book.worksheets
    heading, *got = lines(figures)
    assert heading[:4] == ["department", "quarter", "value", "state"]
    want = client.get(URL).json()["cells"]
    assert [row[:4] for row in got] == [
        [c["department"], c["quarter"], c["value"], c["state"]] for c in want
    ]
    assert got[0][4] == "Ouest"
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s", "n",
    }  # fmt: skip
    facts = {row[0]: row[1] for row in lines(about)}
    body = client.get(f"{URL}?lang=fr").json()
    assert {body["citation"], body["licence"], body["description"], body["checksum"]} <= set(
        facts.values()
    )
    assert facts["suppressed"] == "masqué pour protéger les personnes"


def test_a_hidden_cell_of_a_spreadsheet_is_empty(api, ngo, release):
    figures = book_of(api(ngo).get(f"{URL}?format=xlsx")).worksheets[0]
    hidden = [row for row in lines(figures) if row[3] == "suppressed"]
    assert hidden and {row[2] for row in hidden} == {None}


def test_one_workbook_holds_the_whole_release(api, ngo, release):
    client = api(ngo)
    answer = client.get(f"{RELEASE}?format=xlsx&lang=en")
    assert '"2026-09-30_en.xlsx"' in answer["Content-Disposition"]
    book = book_of(answer)
    assert len(book.sheetnames) == 6
    for table, sheet in zip(TABLES, book.worksheets, strict=False):
        assert len(lines(sheet)) - 1 == len(client.get(f"{RELEASE}{table}/").json()["cells"])


@pytest.mark.parametrize("url", [URL, RELEASE])
def test_a_spreadsheet_is_the_same_at_any_time_and_a_second_pull_is_a_304(api, ngo, release, url):
    client = api(ngo)
    first = client.get(f"{url}?format=xlsx")
    time.sleep(2.1)  # the clock of zip files ticks every two seconds
    second = client.get(f"{url}?format=xlsx")
    assert first.content == second.content
    again = client.get(f"{url}?format=xlsx", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"{url}?format=xlsx&lang=ht", headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200 and other.content != first.content


def test_a_spreadsheet_names_no_person_and_no_program(api, ngo, release, lead):
    raw = zipfile.ZipFile(io.BytesIO(api(ngo).get(f"{URL}?format=xlsx").content))
    text = " ".join(raw.read(name).decode() for name in raw.namelist())
    assert lead.email not in text and lead.name not in raw.read("docProps/core.xml").decode()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("language", ["en", "fr", "ht"])
def test_hxl_is_the_csv_with_a_row_of_valid_tags(api, ngo, release, table, language):
    client = api(ngo)
    plain = client.get(f"{RELEASE}{table}/?format=csv&lang={language}")
    tagged = client.get(f"{RELEASE}{table}/?format=hxl&lang={language}")
    assert tagged["Content-Type"] == "text/csv; charset=utf-8"
    assert tagged["ETag"] != plain["ETag"]
    heading, tags, *rest = list(csv.reader(io.StringIO(tagged.content.decode())))
    assert [heading, *rest] == list(csv.reader(io.StringIO(plain.content.decode())))
    assert len(tags) == len(heading) == len(set(tags))
    for tag in tags:
        assert re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag)
        assert tag.split("+")[0] in CORE
    assert tags[4].endswith(f"+i_{language}")


@pytest.mark.parametrize(
    ("path", "type"),
    [
        (f"/figures/{TABLE}.xlsx", "application/vnd"),
        (f"/figures/{TABLE}.hxl.csv", "text/csv"),
        ("/figures.xlsx", "application/vnd"),
    ],
)
def test_anybody_downloads_from_the_page(release, path, type):
    answer = Client().get(path, {"lang": "fr"})
    assert answer.status_code == 200 and answer["Content-Type"].startswith(type)
    assert path in Client().get("/figures/").content.decode()


def test_nothing_to_download_before_the_first_release():
    for path in (f"/figures/{TABLE}.xlsx", f"/figures/{TABLE}.hxl.csv", "/figures.xlsx"):
        assert Client().get(path).status_code == 404


@pytest.mark.parametrize("format", ["xlsx", "hxl"])
def test_refusals_of_a_file_are_problem_documents(api, ngo, reviewer, format):
    for person, status in ((ngo, 404), (reviewer, 403), (None, 401)):
        for url in (URL, RELEASE):
            if (url, format) == (RELEASE, "hxl"):
                continue
            answer = api(person).get(f"{url}?format={format}")
            assert answer.status_code == status
            assert answer["Content-Type"] == "application/problem+json"
