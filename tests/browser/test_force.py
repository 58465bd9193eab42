"""The pages of the force in a real browser on a running site: on a phone, on a desk, on paper."""

import pytest

from tests.browser.walking import good

pytestmark = pytest.mark.xdist_group("site")
READINESS, MATRIX, STRENGTH = "/force/readiness/", "/force/training/", "/force/strength/"
HIDDEN_ON_PAPER = (".site-nav", ".languages", "form.filters", ".site-footer")


def seen(page, selector):
    return page.locator(selector).first.is_visible()


def test_force_can_be_read_on_a_phone_on_a_desk_and_on_paper(person):
    officer = person("vetting", language="fr", width=360)
    page = officer.page
    for path in (READINESS, STRENGTH, MATRIX):
        officer.go(path)
        good(officer)
    modules = page.locator(".matrix thead th:not(.members)").count()
    assert modules > 10
    officer.go(READINESS)
    # A row is a card: every figure beside its name, and nothing to scroll to the side.
    wrap = page.locator(".table-wrap")
    assert wrap.evaluate("e => e.scrollWidth <= e.clientWidth")
    officer.press(".readiness tbody th a")
    good(officer)
    assert page.locator(".table-wrap").evaluate("e => e.scrollWidth <= e.clientWidth")
    officer.go("/admin/mission/check/")
    officer.press("#result_list tbody th a")
    good(officer)

    page.set_viewport_size({"width": 1280, "height": 800})
    good(officer)
    officer.go(MATRIX)
    good(officer)
    # A4 on its side between its margins.
    page.set_viewport_size({"width": 1032, "height": 700})
    page.emulate_media(media="print")
    for path in (MATRIX, READINESS):
        officer.go(path)
        assert not any(seen(page, part) for part in HIDDEN_ON_PAPER)
        assert seen(page, ".lead") and seen(page, ".demo-banner")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1032
        head = page.locator("thead").evaluate("e => getComputedStyle(e).display")
        assert head == "table-header-group"
    assert seen(page, ".readiness td li")
