"""Releases and figures over the API."""

import csv
import hashlib
import io
import json
from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from cases.summaries.actions import approve, prepare
from tests.cases.summaries import rows


@pytest.fixture
def roles(everybody):
    """One person per role; a token of somebody without any role cannot exist."""
    return {name: person for name, person in everybody.items() if name != "outsider"}


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
NOW = rows.at("2026-10-05T09:00")
TABLE = "reports-by-department-and-quarter"
URL = f"/api/v1/summaries/latest/{TABLE}/"


def test_a_lead_prepares_and_another_approves(api, lead, lead2):
    made = api(lead).post("/api/v1/releases/", {"cutoff": "2026-09-30"}, format="json")
    assert made.status_code == 201
    assert (made.json()["state"], made.json()["release"]) == ("draft", "2026-09-30")
    url = f"/api/v1/releases/{made.json()['id']}/approve/"
    assert api(lead).post(url, {}, format="json").status_code == 403
    done = api(lead2).post(url, {}, format="json")
    assert (done.status_code, done.json()["state"]) == (200, "approved")
    assert api(lead2).post(url, {}, format="json").status_code == 409
    again = api(lead).post("/api/v1/releases/", {"cutoff": "2026-09-30"}, format="json")
    assert (again.status_code, again.json()["release"]) == (201, "2026-09-30-2")


def test_approval_without_a_body_is_fine(api, lead, lead2):
    draft = prepare(cutoff=date(2026, 9, 30), by=lead, now=NOW)
    assert api(lead2).post(f"/api/v1/releases/{draft.pk}/approve/").status_code == 200


@pytest.mark.parametrize(
    "cutoff", ["2999-01-01", "2023-10-01", "soon", None, "2026-02-30", ["2026-09-30"], 7]
)
def test_a_bad_cutoff_is_a_problem_that_points_at_it(api, lead, cutoff):
    answer = api(lead).post("/api/v1/releases/", {"cutoff": cutoff}, format="json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"].startswith("/cutoff")


def test_outside_demo_mode_approval_is_a_sentence(api, lead, lead2, settings):
    settings.DEMO = False
    draft = prepare(cutoff=date(2026, 9, 30), by=lead, now=NOW)
    answer = api(lead2).post(f"/api/v1/releases/{draft.pk}/approve/")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "disclosure_proof_missing"


def test_leads_alone_see_releases_and_drafts(api, roles, lead):
    draft = prepare(cutoff=date(2026, 9, 30), by=lead, now=NOW)
    for name, person in roles.items():
        expected = 200 if name == "lead" else 403
        for url in ("/api/v1/releases/", f"/api/v1/releases/{draft.pk}/"):
            assert api(person).get(url).status_code == expected, name
        made = api(person).post("/api/v1/releases/", {"cutoff": "2026-09-30"}, format="json")
        assert made.status_code == (201 if name == "lead" else 403)
    assert api(None).get("/api/v1/releases/").status_code == 401
    assert api(lead).get("/api/v1/releases/nothing/").status_code == 404
    detail = api(lead).get(f"/api/v1/releases/{draft.slug}/").json()
    assert detail["tables"][0]["cells"]


@pytest.mark.parametrize(
    "url", ["/api/v1/summaries/", "/api/v1/summaries/latest/", URL, f"{URL}?format=csv"]
)
def test_figures_are_for_who_may_pull_them(api, roles, release, url):
    assert api(None).get(url).status_code == 401
    for name, person in roles.items():
        assert api(person).get(url).status_code == (200 if name in ("ngo", "lead") else 403), name


def test_latest_lists_the_tables(api, ngo, release):
    body = api(ngo).get("/api/v1/summaries/latest/").json()
    assert (body["release"], body["cutoff"]) == ("2026-09-30", "2026-09-30")
    assert [t["table"] for t in body["tables"]] == [
        TABLE,
        "cases-by-status-and-quarter",
        "allegations-by-provision-and-quarter",
        "deployment-exceptions-by-requirement-and-quarter",
        "deployment-breaches-by-outcome-and-quarter",
    ]
    first = body["tables"][0]
    assert set(first) == {"table", "title", "counts", "date", "dimensions", "threshold"}
    assert (first["counts"], first["threshold"]) == ("reports", 5)


def test_a_table_comes_with_all_that_is_needed_to_use_it(api, ngo, release):
    body = api(ngo).get(URL).json()
    assert set(body) == {
        "release", "cutoff", "table", "title", "counts", "date", "dimensions", "threshold",
        "cells", "licence", "citation", "description", "notes", "checksum",
        "corrects", "corrected_by",
    }  # fmt: skip
    assert [d["code"] for d in body["dimensions"]] == ["department", "quarter"]
    cells = {(c["department"], c["quarter"]): c for c in body["cells"]}
    assert len(cells) == 12 * 2
    assert cells["HT01", "2026-Q3"]["value"] == 6
    hidden = cells["HT05", "2026-Q3"]
    assert hidden == {
        "department": "HT05", "quarter": "2026-Q3", "value": None, "state": "suppressed",
    }  # fmt: skip
    assert cells["total", "total"]["state"] == "suppressed"
    assert any("hidden to protect people" in note for note in body["notes"])
    assert any("Fictional" in note for note in body["notes"])


def test_anybody_can_recompute_the_checksum_from_what_they_pulled(api, ngo, release):
    client = api(ngo)
    about = client.get("/api/v1/summaries/latest/").json()
    tables = {}
    for outline in about["tables"]:
        body = client.get(f"/api/v1/summaries/latest/{outline['table']}/").json()
        codes = [dimension["code"] for dimension in body["dimensions"]]
        tables[body["table"]] = {
            "counts": body["counts"],
            "date": body["date"],
            "threshold": body["threshold"],
            "dimensions": {d["code"]: [v["code"] for v in d["values"]] for d in body["dimensions"]},
            "cells": [[c[codes[0]], c[codes[1]], c["value"], c["state"]] for c in body["cells"]],
        }
        if "reasons" in body:
            tables[body["table"]]["reasons"] = [
                period | {"missing": [value["code"] for value in period["missing"]]}
                for period in body["reasons"]
            ]
    content = {key: about[key] for key in ("cutoff", "method", "thresholds")} | {"tables": tables}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == about["checksum"] == release.checksum


def test_labels_follow_lang_then_accept_language(api, ngo, release):
    def label(url, **headers):
        body = api(ngo).get(url, headers=headers).json()
        return body["dimensions"][0]["values"][0]["label"]

    assert label(f"{URL}?lang=ht") == "Lwès"
    assert label(URL, **{"accept-language": "ht"}) == "Lwès"
    assert label(f"{URL}?lang=fr", **{"accept-language": "ht"}) == "Ouest"
    refused = api(ngo).get(f"{URL}?lang=xx")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/lang")


def test_csv_has_the_same_cells(api, ngo, release):
    answer = api(ngo).get(f"{URL}?format=csv&lang=ht")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert f"2026-09-30_{TABLE}_ht.csv" in answer["Content-Disposition"]
    got = list(csv.DictReader(io.StringIO(answer.content.decode())))
    want = api(ngo).get(URL).json()["cells"]
    assert [(r["department"], r["quarter"], r["value"], r["state"]) for r in got] == [
        (c["department"], c["quarter"], "" if c["value"] is None else str(c["value"]), c["state"])
        for c in want
    ]
    assert got[0]["department_label"] == "Lwès"
    by_header = api(ngo).get(URL, headers={"accept": "text/csv"})
    assert by_header["Content-Type"].startswith("text/csv")


def test_an_unknown_format_is_refused_as_a_problem(api, ngo, release):
    answer = api(ngo).get(f"{URL}?format=xml")
    assert answer.status_code == 406
    assert answer["Content-Type"] == "application/problem+json"


def test_refusals_of_a_csv_request_are_problems_too(api, ngo, reviewer):
    for person, status in ((ngo, 404), (reviewer, 403), (None, 401)):
        answer = api(person).get(f"{URL}?format=csv")
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status


def test_unknown_releases_tables_and_drafts_are_not_there(api, ngo, lead, release):
    prepare(cutoff=date(2026, 6, 30), by=lead, now=NOW)
    for url in (
        "/api/v1/summaries/2026-06-30/",
        f"/api/v1/summaries/2026-06-30/{TABLE}/",
        "/api/v1/summaries/nothing/",
        "/api/v1/summaries/latest/nothing/",
    ):
        assert api(ngo).get(url).status_code == 404


def test_latest_is_the_last_approved_whatever_its_cutoff(api, ngo, lead, lead2, release):
    older = prepare(cutoff=date(2026, 3, 31), by=lead, now=NOW)
    approve(release=older, by=lead2, now=rows.at("2026-10-06T09:00"))
    assert api(ngo).get("/api/v1/summaries/latest/").json()["release"] == "2026-03-31"
    listed = api(ngo).get("/api/v1/summaries/").json()["results"]
    assert [r["release"] for r in listed] == ["2026-03-31", "2026-09-30"]


@pytest.mark.parametrize("format", ["json", "csv"])
def test_a_second_pull_of_the_same_figures_is_a_304(api, ngo, release, format):
    url = f"{URL}?format={format}"
    first = api(ngo).get(url)
    assert not first["ETag"].startswith("W/")
    second = api(ngo).get(url, headers={"if-none-match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    other = api(ngo).get(f"{url}&lang=fr", headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200


def test_a_pull_takes_the_same_queries_however_much_was_counted(
    api, ngo, release, lead, lead2, monitor, django_assert_max_num_queries
):
    from django.db import connection

    client = api(ngo)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(URL).status_code == 200
        return len(captured)

    queries()
    few = queries()
    rows.reports(80, by=monitor, filed="2025-08-01T10:00", pcode="HT03")
    draft = prepare(cutoff=date(2026, 9, 30), by=lead, now=NOW)
    approve(release=draft, by=lead2, now=rows.at("2026-10-06T09:00"))
    assert queries() <= few <= 6
