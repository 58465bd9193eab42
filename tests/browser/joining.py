"""How somebody comes to the office in a real browser: their link, a password, a second step; and the words of a page."""

import gettext
from functools import cache

from tests.browser.desks import Person
from tests.browser.walking import good
from tests.oversight.accounts.signing import code_of
from tests.people import PASSWORD
from tests.site import ROOT

FORM = "main form button[type=submit]"
LINK = "input.link-once"
SET_UP_APP = "main a[href$='/totp/activate/']"
# What stands on the page, without what people wrote.
TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!element.closest("script, style, template, [lang]:not(html), .as-told, [data-as-told]"))
      found.add(walker.currentNode.textContent.trim().replace(/\\s+/g, " "));
  }
  return [...found];
}"""


def join(one: Person, link: str, email: str) -> None:
    """The first quarter of an hour of everybody, until they stand on their first page."""
    one.go(link)
    understood(one)
    one.fill(password1=PASSWORD, password2=PASSWORD)
    one.press(FORM)
    good(one)
    one.press("main a.button[href$='/login/']")
    one.fill(login=email, password=PASSWORD)
    one.press(FORM)
    if one.page.url.endswith("/account/second-step/"):
        good(one)
        one.press(SET_UP_APP)
        one.fill(code=code_of(one.page.locator("code.long").text_content()))
        one.press(FORM)
        assert one.page.locator(".codes li").count() == 10
        good(one)
        one.press(FORM)
    assert one.page.url.endswith("/desk/"), one.page.url
    good(one)
    understood(one)


def understood(one: Person) -> None:
    """The page is in the language of the reader; no sentence that has a translation stayed English."""
    page = one.page
    assert page.locator("html").get_attribute("lang") == one.language, page.url
    left = _english(one.language) & set(page.evaluate(TEXTS))
    assert not left, (page.url, left)


@cache
def _english(language: str) -> frozenset[str]:
    """Sentences and names of two words or more whose translation is another one."""
    if language == "en":
        return frozenset()
    words = gettext.translation("django", ROOT / "locale", [language])._catalog  # type: ignore[attr-defined]
    pairs = ((ours, theirs) for ours, theirs in words.items() if isinstance(ours, str))
    return frozenset(ours for ours, theirs in pairs if " " in ours and ours != theirs)
