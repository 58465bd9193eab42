"""The base pages in a real browser: access, policy, phone width, with and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The front page asks whether anybody has an account.
FRONT = pytest.param("/", marks=pytest.mark.django_db(transaction=True))
PUBLIC = [FRONT, "/help/", "/accounts/login/", "/accounts/password/reset/", "/leave/"]


def breaches(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [(rule["id"], rule["nodes"][0]["target"]) for rule in found.response["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_can_be_used_by_everybody(open_page, path, scheme):
    page = open_page(path, language="ht", width=360, color_scheme=scheme)
    assert not breaches(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


# One test, because rows that a server in another thread can see cost seconds to take away again.
@pytest.mark.django_db(transaction=True)
def test_signed_in_pages_can_be_used_by_everybody_until_one_leaves(open_page, reviewer, client_of):
    client = client_of(reviewer)
    for path, width in (("/account/", 360), ("/admin/", 360), ("/admin/", 1280)):
        page = open_page(path, width=width, client=client)
        page.wait_for_timeout(300)
        assert not breaches(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page = open_page("/account/", client=client)
    page.click("text=Leave quickly")
    page.wait_for_url("**/leave/")
    page.goto(page.url.replace("/leave/", "/account/"))
    assert "/accounts/login/" in page.url


def test_language_can_be_changed_without_scripts(open_page):
    page = open_page("/help/", java_script_enabled=False)
    page.click("nav.languages >> text=Kreyòl")
    assert page.locator("html").get_attribute("lang") == "ht"
    assert page.url.endswith("/help/")


def test_three_presses_of_escape_leave(open_page):
    page = open_page("/help/")
    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/leave/")


def test_skip_link_is_the_first_stop_of_the_keyboard(open_page):
    page = open_page("/help/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_reader_starts_at_the_error_summary_after_a_refusal(open_page):
    page = open_page("/accounts/login/")
    page.click("main button[type=submit]")
    assert "error-summary" in page.evaluate("document.activeElement.className")
    page.click(".error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.name") == "login"
