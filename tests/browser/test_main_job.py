"""The main job by hand, in a real browser on a running site: from a report on a phone to figures."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.desks import SEND, Person
from tests.browser.test_pages import breaches

pytestmark = pytest.mark.xdist_group("site")

REPORTS, CASES, RELEASES = (f"/admin/cases/{name}/" for name in ("report", "case", "release"))
tried: set[tuple[str, int, int]] = set()
APPROVE = "a[href*='/approve/']"


@pytest.fixture
def person(chromium, site):
    """`person("reviewer")` signs in; errors of the console fail the test."""
    everybody = []

    def came(role="", *, language="en", width=1280):
        everybody.append(Person(chromium, site, role, language=language, width=width))
        return everybody[-1]

    yield came
    for one in everybody:
        one.context.close()
    assert not [said for one in everybody for said in one.seen]


def good(one: Person) -> None:
    """Anybody can use the page one is on, and it fits the screen; each kind of page is tried once."""
    width = one.page.viewport_size["width"]
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width, one.page.url
    refusal = one.page.locator(".error-summary").count()
    kind = (re.sub(r"[0-9a-f-]{36}|[RC]-\w{4}-\w{4}", "", one.page.url), width, refusal)
    if kind not in tried:
        tried.add(kind)
        one.page.wait_for_timeout(200)
        found = breaches(one.page)
        assert not found, (one.page.url, found)


def file_by_hand(monitor: Person, *, kind: str, provision: str, told: str) -> str:
    """Every step of the report form, with what a person in a hurry does wrong; the reference."""
    monitor.go("/reports/new/")
    monitor.step()
    refused(monitor)
    monitor.step(narrative=told, types=kind)
    good(monitor)
    monitor.step()
    monitor.step(day_day="31", day_month="2", day_year="2025", clock="14:30")
    refused(monitor)
    assert monitor.page.input_value("[name=day_day]") == "31"
    monitor.step(day_day="2", day_month="3")
    monitor.fill(search="petyonvil")
    monitor.press("#report-step button[value=stay]:not(.visually-hidden)")
    good(monitor)
    monitor.step(place="HT0114", place_as_told="Dèyè mache a")
    monitor.step(harmed_0_number="2", alleged_0_affiliation="mission_personnel")
    monitor.step(provisions=provision)
    monitor.step(kind="witness_testimony")
    monitor.step(state="given", grants="internal_only")
    assert monitor.sees(told)
    good(monitor)
    monitor.press(SEND)
    good(monitor)
    return monitor.text(".card strong")


def refused(one: Person) -> None:
    """The page says what to look at again, in the reader's language, and can be used."""
    assert one.page.locator(".error-summary a").count()
    assert one.page.locator(".field.invalid").count()
    good(one)


def open_report(one: Person, reference: str) -> None:
    one.go(f"{REPORTS}?tab=all&q={reference}")
    one.press(f".triage tbody a.strong:text-is('{reference}')")


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


def open_case_by_hand(reviewer: Person, reference: str, told: str) -> str:
    """Accepts the report and opens a case with one allegation; the address of the case."""
    open_report(reviewer, reference)
    assert reviewer.sees(told)
    good(reviewer)
    reviewer.dialog("accept", reason="Clear enough.", message="Mèsi.")
    reviewer.press("a.button[href*='/do/open_case/']")
    reviewer.fill(title="Arrest behind the market")
    reviewer.press(".dialog-form button[type=submit]")
    refused(reviewer)
    assert reviewer.page.input_value("[name=title]") == "Arrest behind the market"
    reviewer.fill(declaration=True)
    reviewer.press(".dialog-form button[type=submit]")
    assert "/admin/cases/case/" in reviewer.page.url
    return reviewer.page.url


def add_finding_by_hand(reviewer: Person) -> None:
    """On the page of the case: allegation, investigation, a finding that the same person cannot adopt."""
    reviewer.press("a.button[href*='/do/allegation/']")
    reviewer.fill(type="arbitrary_arrest", affiliation="mission_personnel")
    for name in ("contingent", "provision"):
        reviewer.page.locator(f"[name={name}]").select_option(index=1)
    reviewer.fill(reason="It speaks of arrest.")
    reviewer.press(".dialog-form button[type=submit]")
    reviewer.dialog("start_investigation", reason="Two witnesses can be reached.")
    reviewer.press("#allegations a.button[href*='/do/finding/']")
    good(reviewer)
    reviewer.press(".dialog-form button[type=submit]")
    refused(reviewer)
    reviewer.fill(
        outcome="substantiated",
        standard_of_proof="reasonable_grounds_to_believe",
        reasoning="Two accounts agree. Fictional.",
    )
    reviewer.page.locator("[name=sources]").first.check()
    reviewer.press(".dialog-form button[type=submit]")
    assert reviewer.page.locator("#allegations .finding").count() == 1
    assert not reviewer.page.locator("a.button[href*='/do/adopt/']").count()
    good(reviewer)


def release_by_hand(lead: Person, lead2: Person) -> str:
    """One lead prepares figures and cannot approve them; the other can. The name of the release."""
    lead.go(f"{RELEASES}add/")
    lead.fill(cutoff="2026-09-30")
    lead.press("[name=_save]")
    page = lead.page.url
    assert "/change/" in page
    good(lead)
    assert not lead.page.locator(APPROVE).count()
    slug = lead.text("h1 a:last-of-type").strip()
    lead2.go("/desk/")
    assert lead2.page.locator(f"a[href='{page.removeprefix(lead2.site.url)}']").count()
    lead2.go(page)
    lead2.press(APPROVE)
    lead2.fill(reason="Looked through the three tables.")
    lead2.press("#modal-content [type=submit]")
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
