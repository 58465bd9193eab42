"""Every example that people are shown runs as it stands there."""

import html
import os
import re
import shutil
import subprocess
import sys
from datetime import date

import pytest
from django.test import Client

from cases.summaries.actions import approve, prepare
from oversight.accounts.actions import issue_token
from tests.cases.summaries import rows
from tests.structure.house import ROOT

LANGUAGES = ("en", "fr", "ht")
NOW = rows.at("2026-10-05T09:00")


def of_the_docs(name):
    text = (ROOT / "docs" / name).read_text()
    return re.findall(r"^```(sh|python)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def of_the_page(language):
    page = Client(headers={"accept-language": language}).get("/help/api/").content.decode()
    found = re.findall(r'<code data-run="(\w+)">(.*?)</code>', page, re.DOTALL)
    return [(kind, html.unescape(code)) for kind, code in found]


def run(kind, code, folder, environment):
    if kind == "sh":
        code = code.replace("curl ", "curl -sf ")
    command = ["bash", "-euo", "pipefail", "-c", code]
    if kind == "python":
        command = [sys.executable, "-I", "-c", code]
    elif not shutil.which("curl"):
        pytest.skip("WITHOUT CURL: the examples in the shell are not tried")
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_every_example_runs_as_it_is_shown(
    live_server, ngo, lead, lead2, monitor, settings, tmp_path
):
    settings.DEMO = True
    rows.reports(6, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    draft = prepare(cutoff=date(2026, 9, 30), by=lead, now=NOW)
    approve(release=draft, by=lead2, now=NOW)
    _token, secret = issue_token(user=ngo, name="x", scopes=["figures.pull"], by=ngo)
    environment = os.environ | {"SITE": live_server.url, "TOKEN": secret}
    said = ""
    for kind, code in of_the_docs("api.md"):
        said += run(kind, code, tmp_path, environment)
    for kind, code in of_the_page("en"):
        said += run(kind, code, tmp_path, environment)
    assert "6 in cells that are shown" in said and '"figures.pull"' in said
    names = {path.name for path in tmp_path.iterdir()}
    table = "2026-09-30_reports-by-department-and-quarter"
    assert {f"{table}_fr.csv", f"{table}_fr.xlsx", f"{table}_fr.hxl.csv"} <= names
    assert {"2026-09-30_fr.xlsx", "2026-09-30_en.xlsx", "cases.csv", "tag.txt"} <= names


@pytest.mark.django_db
def test_the_page_shows_the_same_examples_in_every_language():
    pages = [of_the_page(language) for language in LANGUAGES]
    assert len(pages[0]) >= 6
    for language, page in zip(LANGUAGES, pages, strict=True):
        plain = [(kind, code.replace(f"lang={language}", "lang=en")) for kind, code in page]
        assert plain == pages[0]


def test_the_docs_have_no_example_that_is_not_run():
    for name in ("api.md", "how-to-pull-figures.md"):
        text = (ROOT / "docs" / name).read_text()
        assert set(re.findall(r"^```(\w*)$", text, re.MULTILINE)) <= {
            "",
            "sh",
            "python",
            "json",
            "text",
        }
    assert not of_the_docs("how-to-pull-figures.md")
