"""The first hour of each of the seven people, from an empty installation, by hand, in three languages."""

import re
import uuid
from dataclasses import dataclass, field

import pytest

from tests.browser.desks import DIALOG, NEXT, SEND, Person
from tests.browser.joining import LINK, join, understood
from tests.browser.walking import (
    CASES,
    RELEASES,
    REPORTS,
    add_finding_by_hand,
    file_by_hand,
    good,
    open_case_by_hand,
    open_report,
)
from tests.site import Site, running_site

USERS, EVENTS = "/admin/oversight/user/", "/admin/oversight/event/"
SEES_CASES = ("reviewer", "focal_point")
# The least a report can say; what a page does not ask is left out.
HURRIED = {
    "narrative": "",
    "types": "sexual_assault",
    "unknown": True,
    "place_as_told": "Bò mache a",
    "provisions_unsure": True,
}


@dataclass
class Office:
    """An empty installation that people come to, in one language."""

    browser: object
    site: Site
    language: str
    links: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def visitor(self, name: str, width: int = 1280) -> Person:
        one = Person(self.browser, self.site, "", language=self.language, width=width)
        # One language is enough for axe: the pages are built alike.
        one.examines = self.language == "ht"
        self.people[name] = one
        return one

    def newcomer(self, role: str, width: int = 1280) -> Person:
        """Somebody with an invitation link, until they stand on their first page."""
        one = self.visitor(role, width)
        join(one, self.links[role], f"{role}@office.example")
        return one


@pytest.fixture
def office(chromium, language):
    with running_site(demo=False) as site:
        opened = Office(chromium, site, language)
        yield opened
        complaints = [said for one in opened.people.values() for said in one.seen]
        for one in opened.people.values():
            one.context.close()
    assert not complaints


@pytest.mark.parametrize(
    "language",
    [
        pytest.param(code, marks=pytest.mark.xdist_group(f"first_hours_{code}"))
        for code in ("en", "fr", "ht")
    ],
)
def test_first_hour_of_each_of_seven_people(office):
    told = f"Yo te mennen de moun ale. {uuid.uuid4().hex}"
    administrator_makes_the_office_and_invites(office)
    lead = lead_approves_the_roles(office)
    reference, restricted = monitor_files_from_a_phone(office, told)
    case = reviewer_works_the_case(office, reference, restricted, told)
    focal_point_takes_the_restricted_report(office, restricted)
    lead_adopts_and_prepares_figures(office, lead, case)
    analyst_calls_with_a_token(office)
    auditor_takes_the_list_away(office, told)


def administrator_makes_the_office_and_invites(office: Office) -> None:
    administrator = office.visitor("administrator")
    shown = re.search(r"http\S+/set-up/\S+", office.site.manage("set_up"))
    administrator.go(shown[0])
    understood(administrator)
    names = {"administrator": "administrator", "lead": "lead", "lead2": "second"}
    for role, name in names.items():
        given = {f"{name}_name": f"N. {role[::-1]}", f"{name}_email": f"{role}@office.example"}
        administrator.fill(**given)
    administrator.fill(organisation="Biwo", language=office.language)
    administrator.press("main form button[type=submit]")
    understood(administrator)
    links = administrator.page.locator(LINK)
    office.links = {role: links.nth(place).input_value() for place, role in enumerate(names)}
    join(administrator, office.links["administrator"], "administrator@office.example")
    assert administrator.page.locator("main a[href='/admin/cases/referralcontact/']").count()
    administrator.press(f"main a[href='{USERS}']")
    for role in ("monitor", *SEES_CASES, "ngo", "auditor"):
        invite(office, administrator, role)


def invite(office: Office, administrator: Person, role: str) -> None:
    """From the list, by its +; the page proposes the language that the office chose."""
    administrator.go(f"{USERS}add/")
    assert administrator.page.input_value("[name=language]") == office.language
    administrator.fill(email=f"{role}@office.example", name=f"N. {role[::-1]}", role=role)
    administrator.press(f"{DIALOG} button[type=submit]")
    understood(administrator)
    office.links[role] = administrator.page.locator(LINK).input_value()


def lead_approves_the_roles(office: Office) -> Person:
    lead = office.newcomer("lead")
    waiting = lead.page.locator(f"main a[href^='{USERS}']")
    pages = {link.get_attribute("href") for link in waiting.all()}
    assert len(pages) == len(SEES_CASES)
    for page in pages:
        lead.go(page)
        understood(lead)
        lead.dialog("approve")
        assert not lead.page.locator("a[href*='/do/approve/']").count()
    return lead


def monitor_files_from_a_phone(office: Office, told: str) -> tuple[str, str]:
    monitor = office.newcomer("monitor", width=360)
    assert monitor.page.locator("main a[href='/reports/new/']").count()
    reference = file_by_hand(
        monitor, kind="arbitrary_arrest", provision="urgent-temporary-measures", told=told
    )
    understood(monitor)
    restricted = file_in_a_hurry(monitor, told)
    monitor.go("/reports/")
    assert monitor.sees(reference) and monitor.sees(restricted) and not monitor.sees(told)
    understood(monitor)
    return reference, restricted


def file_in_a_hurry(monitor: Person, told: str) -> str:
    """Presses on through every page, also through those that ask for nothing."""
    monitor.go("/reports/new/")
    for _page in range(12):
        for name, value in (HURRIED | {"narrative": told}).items():
            if monitor.page.locator(f"[name={name}]").count():
                monitor.fill(**{name: value})
        understood(monitor)
        monitor.press(NEXT)
        assert not monitor.page.locator(".error-summary").count(), monitor.page.url
        if monitor.page.url.endswith("/review/"):
            break
    monitor.press(SEND)
    return monitor.text(".card strong")


def reviewer_works_the_case(office: Office, reference: str, restricted: str, told: str) -> str:
    reviewer = office.newcomer("reviewer")
    assert reviewer.sees(reference) and not reviewer.sees(restricted)
    case = open_case_by_hand(reviewer, reference, told)
    understood(reviewer)
    add_finding_by_hand(reviewer)
    understood(reviewer)
    return case


def focal_point_takes_the_restricted_report(office: Office, restricted: str) -> None:
    focal_point = office.newcomer("focal_point")
    open_report(focal_point, restricted)
    understood(focal_point)
    report = focal_point.page.url
    focal_point.press("a.button[href*='/do/open_case/']")
    focal_point.fill(title="N.", declaration=True)
    focal_point.press(f"{DIALOG} button[type=submit]")
    case = focal_point.page.url
    assert CASES in case
    understood(focal_point)
    reviewer = office.people["reviewer"]
    assert {reviewer.go(report), reviewer.go(case)} == {404}


def lead_adopts_and_prepares_figures(office: Office, lead: Person, case: str) -> None:
    lead.go("/desk/office/")
    good(lead)
    understood(lead)
    lead.go(case)
    lead.dialog("adopt")
    assert lead.page.locator("#allegations .finding .status.done").count()
    lead.go(f"{RELEASES}add/")
    lead.fill(cutoff="2026-09-30")
    lead.press("form:has([name=cutoff]) [type=submit]")
    understood(lead)
    release = lead.page.url
    second = office.newcomer("lead2")
    assert second.page.locator(f"main a[href='{release.removeprefix(office.site.url)}']").count()
    second.go(release)
    second.press("#main a[href*='/do/approve/']")
    second.fill(reason="N.")
    second.press(f"{DIALOG} button[type=submit]")
    # Outside a demonstration nothing is published without a proof, and the page says so.
    assert second.page.locator(".error-summary").inner_text().strip()
    understood(second)


def analyst_calls_with_a_token(office: Office) -> None:
    analyst = office.newcomer("ngo")
    analyst.go("/account/")
    analyst.press("main a[href='/account/tokens/']")
    analyst.fill(name="N.")
    analyst.press("form:has([name=days]) button[type=submit]")
    understood(analyst)
    good(analyst)
    bearer = f"Bearer {analyst.page.input_value('#secret')}"
    said = office.site.call("GET", "/api/v1/me/", Authorization=bearer)
    assert said.status == 200 and bearer[7:] not in str(said.body)
    assert office.site.call("GET", "/api/v1/summaries/", Authorization=bearer).status == 200
    assert office.site.call("GET", "/api/v1/summaries/latest/", Authorization=bearer).status == 404
    assert office.site.call("GET", "/api/v1/cases/", Authorization=bearer).status == 403


def auditor_takes_the_list_away(office: Office, told: str) -> None:
    auditor = office.newcomer("auditor")
    auditor.press(f"main a[href^='{EVENTS}']")
    understood(auditor)
    good(auditor)
    with auditor.page.expect_download() as awaited:
        auditor.page.locator("form[action*='/event/export/csv/'] button").click()
    lines = awaited.value.path().read_text()
    for kind in ("user.invited", "role.approved", "finding.adopted", "token.issued"):
        assert kind in lines
    assert told not in lines
    assert auditor.go(REPORTS) in (403, 404)
