"""From the report of a monitor to the figures an NGO pulls, over the API of a running site."""

import datetime
import time
import uuid
from typing import Any

import pytest

from tests.site import Answer, Site

pytestmark = pytest.mark.xdist_group("site")
AWAY = 30


def report_body(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "occurred_from": "2025-03-02",
        "occurred_to": None,
        "date_precision": "day",
        "time_of_day": None,
        "place": "HT0111",
        "place_as_told": "behind the market",
        "narrative": "Two men were taken away. Fictional.",
        "types": ["arbitrary_arrest"],
        "provisions": ["urgent-temporary-measures"],
        "source": {"type": "witness_testimony", "reliability": "F", "credibility": "6"},
        "consent": {"state": "given", "grants": ["internal_only"]},
    } | changes


def file_report(site: Site, **changes: Any) -> dict[str, Any]:
    answer = site.call("POST", "/api/v1/reports/", by="monitor", body=report_body(**changes))
    assert answer.status == 201, answer.body
    return answer.body


def open_case(site: Site, report: dict[str, Any], by: str, track: str = "general") -> Answer:
    body = {
        "reports": [report["id"]],
        "title": "Arrest near the market",
        "track": track,
        "severity": "serious",
    }
    return site.call("POST", "/api/v1/cases/", by=by, body=body)


def move(site: Site, case: str, name: str, by: str, reason: str = "fictional") -> Answer:
    tag = site.call("GET", f"/api/v1/cases/{case}/", by=by).headers["etag"]
    body = {"name": name, "reason": reason}
    path = f"/api/v1/cases/{case}/transitions/"
    return site.call("POST", path, by=by, body=body, If_Match=tag)


def wait_for(what: Any) -> Any:
    """The first true answer; the worker is another process."""
    end = time.monotonic() + AWAY
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.5)
    raise AssertionError("it never happened")


def test_report_becomes_case_becomes_finding_becomes_figure(site):
    report = file_report(site)

    opened = open_case(site, report, "reviewer")
    assert opened.status == 201, opened.body
    case = opened.body["id"]
    allegation = site.call(
        "POST",
        f"/api/v1/cases/{case}/allegations/",
        by="reviewer",
        body={
            "type": "arbitrary_arrest",
            "provision": "urgent-temporary-measures",
            "perpetrator": {"affiliation": "mission_personnel", "contingent": "KE"},
        },
    )
    assert allegation.status == 201, allegation.body
    assert move(site, case, "start_investigation", "reviewer").status in (200, 201)

    path = f"/api/v1/allegations/{allegation.body['id']}/findings/"
    body = {
        "outcome": "substantiated",
        "standard_of_proof": "reasonable_grounds_to_believe",
        "reasoning": "Two sources agree. Fictional.",
        "sources": [report["id"]],
    }
    assert site.call("POST", path, by="reviewer", body=body | {"sources": []}).status == 400
    finding = site.call("POST", path, by="reviewer", body=body)
    assert finding.status == 201, finding.body
    adopt = f"/api/v1/findings/{finding.body['id']}/adopt/"
    assert site.call("POST", adopt, by="reviewer", body={}).status == 403
    assert site.call("POST", adopt, by="lead", body={}).status == 200

    release = site.call("POST", "/api/v1/releases/", by="lead", body={"cutoff": "2026-09-30"})
    assert release.status == 201, release.body
    approve = f"/api/v1/releases/{release.body['id']}/approve/"
    assert site.call("POST", approve, by="lead", body={}).status == 403
    assert site.call("POST", approve, by="lead2", body={}).status == 200

    latest = site.call("GET", "/api/v1/summaries/latest/", by="ngo")
    assert latest.status == 200 and len(latest.body["tables"]) == 5
    for entry in latest.body["tables"]:
        path = f"/api/v1/summaries/latest/{entry['table']}/"
        table = site.call("GET", f"{path}?format=json", by="ngo")
        assert table.status == 200
        assert {cell["state"] for cell in table.body["cells"]} <= {"shown", "suppressed", "zero"}
        assert all(
            (c["value"] is None) == (c["state"] == "suppressed") for c in table.body["cells"]
        )
        assert (
            site.call("GET", f"{path}?format=csv", by="ngo")
            .headers["content-type"]
            .startswith("text/csv")
        )


def test_clock_of_a_report_makes_the_worker_send_a_reminder_without_content(site):
    report = file_report(site, place_as_told="Zonn Sekrè", narrative="Secret narrative. Fictional.")
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=12)

    printed = site.manage("sweep_deadlines", "--at", later.isoformat())

    assert int(printed.strip().splitlines()[-1].removeprefix("reminders sent: ")) > 0
    mail = wait_for(lambda: next((m for m in site.mails() if report["reference"] in m), None))
    assert "Zonn" not in mail and "Secret" not in mail and "HT0111" not in mail
    again = site.manage("sweep_deadlines", "--at", later.isoformat())
    assert again.strip().splitlines()[-1] == "reminders sent: 0"


def test_report_of_sexual_abuse_is_met_by_focal_point_and_lead_alone(site):
    report = file_report(site, types=["sexual_assault"], provisions=["sea-prevention"])

    refused = open_case(site, report, "reviewer")
    assert refused.status in (400, 404), refused.body
    opened = open_case(site, report, "focal_point")
    assert opened.status == 201, opened.body
    assert opened.body["track"] == "sea"

    case, reference = opened.body["id"], opened.body["reference"]
    for person in ("reviewer", "monitor", "ngo", "auditor", "admin"):
        answer = site.call("GET", f"/api/v1/cases/{case}/", by=person)
        assert answer.status in (403, 404), person
        listed = site.call("GET", f"/api/v1/cases/?q={reference}", by=person)
        assert reference not in str(listed.body), person
    for person in ("focal_point", "lead"):
        assert site.call("GET", f"/api/v1/cases/{case}/", by=person).status == 200
        assert reference in str(site.call("GET", f"/api/v1/cases/?q={reference}", by=person).body)


def test_ngo_is_refused_reports_and_cases(site):
    assert site.call("GET", "/api/v1/reports/", by="ngo").status == 403
    assert site.call("GET", "/api/v1/cases/", by="ngo").status == 403
    assert site.call("GET", "/api/v1/reports/").status == 401


def test_narrative_of_twenty_megabytes_is_refused_in_words_a_client_can_read(site):
    body = report_body(narrative="a" * 20_000_000)

    answer = site.call("POST", "/api/v1/reports/", by="monitor", body=body)

    assert answer.status == 413
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.body["errors"][0]["code"] == "too_large"
