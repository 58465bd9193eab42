"""The screens of triage in a real browser: access, phone width, preview, bulk bar, a dialog."""

import pytest
from django.urls import reverse

from cases.casework.actions import open_case
from cases.reports.actions import file_report
from cases.reports.models import Report
from tests.browser.test_pages import breaches
from tests.cases.casework.conftest import BODY

LIST = "/admin/cases/report/"


def filed(by):
    return file_report(by=by, data=BODY | {"types": ["assault"]}, channel="api")[0]


def usable(page, width):
    page.wait_for_timeout(300)
    assert not breaches(page), page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


# One test, because rows that a server in another thread can see cost seconds to take away again.
@pytest.mark.django_db(transaction=True)
def test_reviewer_triages_with_mouse_and_phone(open_page, reviewer, monitor, client_of):
    rows = [filed(monitor) for _number in range(3)]
    case = open_case(reports=[filed(monitor)], title="Market", by=reviewer)
    client = client_of(reviewer)
    report_page = reverse("admin:cases_report_change", args=[rows[0].pk])
    case_page = reverse("admin:cases_case_change", args=[case.pk])
    dialog = reverse("admin:cases_report_do", args=[rows[0].pk, "decline"])
    for width in (360, 1280):
        for path in (LIST, report_page, case_page, dialog, "/admin/cases/case/"):
            usable(open_page(path, width=width, client=client), width)

    page = open_page(LIST, client=client)
    button = page.locator("[data-preview]").first
    button.click()
    page.wait_for_selector(".preview-body:visible")
    assert button.get_attribute("aria-expanded") == "true"
    assert page.url.endswith(LIST)
    usable(page, 1280)
    button.click()
    assert not page.locator(".preview-body").first.is_visible()

    page.locator("[data-bulk-one]").nth(0).check()
    page.locator("[data-bulk-one]").nth(1).check()
    assert page.inner_text("[data-bulk-count]") == "2 chosen"
    page.click(".bulk-bar >> text=Accept")
    page.wait_for_selector("text=2 lines chosen.")
    usable(page, 1280)
    page.click("text=Accept (2)")
    page.wait_for_selector("text=Done for 2 of 2.")
    assert Report.objects.filter(status="accepted").count() == 3

    page.goto(page.url.split("/admin/")[0] + LIST)
    page.locator("tbody th a").first.click()
    page.click("#actions >> text=Ask for more")
    page.fill("[name=message]", "Which day was it?")
    page.click("form.dialog-form button[type=submit]")
    page.wait_for_selector("text=The question is asked.")
    assert "Which day was it?" in page.inner_text(".main-column")
