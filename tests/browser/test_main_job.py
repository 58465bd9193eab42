"""The main job by hand, in a real browser on a running site: from a report on a phone to figures."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.desks import DIALOG, Person
from tests.browser.walking import (
    APPROVE,
    CASES,
    RELEASES,
    REPORTS,
    add_finding_by_hand,
    file_by_hand,
    good,
    open_case_by_hand,
    open_report,
)

pytestmark = pytest.mark.xdist_group("site")


def test_report_from_a_phone_becomes_a_case_a_finding_and_a_figure(person):
    told = f"Yo te mennen de moun ale. {uuid.uuid4().hex}"
    monitor = person("monitor", language="ht", width=360)
    reference = file_by_hand(
        monitor, kind="arbitrary_arrest", provision="urgent-temporary-measures", told=told
    )
    monitor.go("/reports/")
    assert monitor.sees(reference) and not monitor.sees(told)
    good(monitor)

    reviewer = person("reviewer")
    case = open_case_by_hand(reviewer, reference, told)
    add_finding_by_hand(reviewer)

    monitor.go(f"/reports/{reference}/")
    assert monitor.page.locator(".page-head .status.done").count()

    lead = person("lead", language="fr")
    lead.go(case)
    good(lead)
    lead.dialog("adopt")
    assert lead.page.locator("#allegations .finding .status.done").count()

    slug = release_by_hand(lead, person("lead2"))
    visitor = person(language="fr", width=360)
    visitor.go("/figures/")
    assert visitor.sees(slug) and visitor.page.locator("table .total").count()
    good(visitor)


def release_by_hand(lead: Person, lead2: Person) -> str:
    """One lead prepares figures and cannot approve them; the other can. The name of the release."""
    lead.go(f"{RELEASES}add/")
    lead.fill(cutoff="2026-09-30")
    lead.press("form:has([name=cutoff]) [type=submit]")
    page = lead.page.url
    assert "/change/" in page
    good(lead)
    assert not lead.page.locator(APPROVE).count()
    slug = lead.text("#main .cover h1").split()[-1]
    lead2.go("/desk/")
    assert lead2.page.locator(f"a[href='{page.removeprefix(lead2.site.url)}']").count()
    lead2.go(page)
    lead2.press(APPROVE)
    lead2.fill(reason="Looked through the tables.")
    lead2.press(f"{DIALOG} [type=submit]")
    expect(lead2.page.locator(APPROVE)).to_have_count(0)
    return slug


def test_report_of_sexual_abuse_is_met_by_focal_point_and_lead_alone(person):
    told = f"Fictional. {uuid.uuid4().hex}"
    monitor = person("monitor", language="ht", width=360)
    reference = file_by_hand(monitor, kind="sexual_assault", provision="sea-prevention", told=told)

    focal_point = person("focal_point", language="fr")
    open_report(focal_point, reference)
    assert focal_point.sees(told)
    good(focal_point)
    report = focal_point.page.url
    lead = person("lead")
    open_report(lead, reference)
    assert lead.sees(told)

    for role in ("reviewer", "admin", "auditor"):
        assert_no_trace(person(role), reference, told, report)


def assert_no_trace(outsider: Person, reference: str, told: str, report: str) -> None:
    """Neither in a list, a search, the work, nor the notices; the page itself is not there."""
    for path in (
        "/desk/",
        "/notices/",
        "/admin/",
        f"{REPORTS}?tab=all",
        f"{REPORTS}?tab=all&o=-received",
        f"{CASES}?tab=all",
    ):
        outsider.go(path)
        assert not outsider.sees(reference) and not outsider.sees(told), path
    for words in (reference, told.split()[-1]):
        outsider.go(f"{REPORTS}?tab=all&q={words}")
        assert not outsider.page.locator(f".triage tbody a:text-is('{reference}')").count()
        assert not outsider.sees(told)
    assert outsider.go(report) in (403, 404)
    assert not outsider.sees(told)
