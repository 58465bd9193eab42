"""A name typed into a sealed field is found nowhere but in what a reveal shows."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest

from tests.journeys.test_main_job import file_report, open_case, report_body
from tests.site import Site

pytestmark = pytest.mark.xdist_group("site")
NAME = "Fiksyona Plantednamsky"
PAGES = {
    "monitor": ["/", "/reports/", "/notices/"],
    "reviewer": ["/", "/notices/", "/admin/", "/admin/cases/report/", "/admin/cases/case/"],
    "lead": ["/", "/notices/", "/admin/cases/report/", "/admin/cases/case/"],
    "auditor": ["/", "/admin/oversight/event/"],
    "admin": ["/", "/admin/"],
}


class Browser:
    """A signed-in session without scripts."""

    def __init__(self, site: Site, person: str) -> None:
        self.site = site
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.opener.addheaders = [("Accept-Language", "en"), ("Referer", site.url)]
        token = re.search(
            r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/accounts/login/")
        )
        assert token
        who = site.people[person]
        fields = {
            "csrfmiddlewaretoken": token[1],
            "login": who["email"],
            "password": who["password"],
        }
        data = urllib.parse.urlencode(fields).encode()
        self.opener.open(f"{site.url}/accounts/login/", data, timeout=30).read()

    def get(self, path: str) -> str:
        try:
            with self.opener.open(f"{self.site.url}{path}", timeout=30) as answer:
                return answer.geturl() + answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.geturl() + error.read().decode()


@pytest.fixture(scope="module")
def planted(site: Site) -> dict[str, Any]:
    """A report with the name in its sealed contact, in a case, with everything that follows."""
    source = {
        "type": "witness_testimony",
        "reliability": "F",
        "credibility": "6",
        "contact": NAME,
    }
    report = file_report(site, source=source)
    wrong = report_body(source=source, place="HT9999")
    refused = site.call("POST", "/api/v1/reports/", by="monitor", body=wrong)
    assert refused.status == 400 and NAME not in str(refused.body)
    case = open_case(site, report, "reviewer").body
    site.manage("sweep_deadlines", "--at", "2027-03-01")
    return {"report": report, "case": case}


def test_no_api_body_holds_the_name(site, planted):
    paths = [
        "/api/v1/reports/",
        f"/api/v1/reports/{planted['report']['id']}/",
        f"/api/v1/reports/?q={NAME.split()[1]}",
        f"/api/v1/cases/{planted['case']['id']}/",
        f"/api/v1/cases/?q={NAME.split()[1]}",
    ]
    for person in site.people:
        for path in paths:
            assert NAME not in str(site.call("GET", path, by=person).body), (person, path)


def test_no_page_holds_the_name(site, planted):
    own = [
        f"/admin/cases/report/{planted['report']['id']}/change/",
        f"/admin/cases/case/{planted['case']['id']}/change/",
        f"/reports/{planted['report']['id']}/",
    ]
    for person, pages in PAGES.items():
        browser = Browser(site, person)
        for path in pages + own:
            assert NAME not in browser.get(path), (person, path)


def test_no_mail_log_or_event_holds_the_name(site, planted):
    assert all(NAME not in mail for mail in site.mails())
    code = (
        "from django.core.serializers import serialize;"
        "from oversight.audit.models import Event;"
        "from oversight.deadlines.models import Notice;"
        "print(serialize('json', [*Event.objects.all(), *Notice.objects.all()]))"
    )
    assert NAME not in site.manage("shell", "-v", "0", "-c", code)
    logs = [path for path in site.var_dir.rglob("*") if path.is_file() and "log" in path.name]
    assert logs
    for path in logs:
        assert NAME not in path.read_text(errors="replace"), path


def test_no_file_of_the_site_holds_the_name(site, planted):
    """Database files, broker, mail, static: encrypted at rest means not there in plain."""
    needle = NAME.encode()
    for path in site.var_dir.rglob("*"):
        if path.is_file() and path.stat().st_size < 200_000_000:
            try:
                assert needle not in path.read_bytes(), path
            except PermissionError:
                continue
