"""What people do by hand in more than one walk: filing, deciding, working a case; and what each page must be."""

import re

from tests.browser.desks import SEND, Person
from tests.browser.test_pages import breaches

REPORTS, CASES, RELEASES = (f"/admin/cases/{name}/" for name in ("report", "case", "release"))
APPROVE = "a[href*='/approve/']"
tried: set[tuple[str, int, int]] = set()


def good(one: Person) -> None:
    """Anybody can use the page one is on, and it fits the screen; each kind of page is tried once."""
    width = one.page.viewport_size["width"]
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width, one.page.url
    refusal = one.page.locator(".error-summary").count()
    path = one.page.url.removeprefix(one.site.url)
    kind = (re.sub(r"[0-9a-f-]{36}|[RC]-\w{4}-\w{4}", "", path), width, refusal)
    if one.examines and kind not in tried:
        tried.add(kind)
        one.page.wait_for_timeout(200)
        found = breaches(one.page)
        assert not found, (one.page.url, found)


def refused(one: Person) -> None:
    """The page says what to look at again, in the reader's language, and can be used."""
    assert one.page.locator(".error-summary a").count()
    assert one.page.locator(".field.invalid").count()
    good(one)


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


def open_report(one: Person, reference: str) -> None:
    one.go(f"{REPORTS}?tab=all&q={reference}")
    one.press(f".triage tbody a.strong:text-is('{reference}')")


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
