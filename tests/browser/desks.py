"""People at the running site, each in a browser window of their own; everything is done by hand."""

from typing import Any

from playwright.sync_api import Page

from tests.site import Site

NEXT = "#report-step .actions button"
SEND = "main form .actions button[type=submit]"
DIALOG = "form.dialog-form"


class Person:
    """One signed-in person. `seen` keeps what the console complained of; `examines`: with axe."""

    def __init__(self, browser: Any, site: Site, role: str, *, language: str, width: int) -> None:
        self.site, self.language, self.seen = site, language, []
        self.examines = True
        self.context = browser.new_context(
            viewport={"width": width, "height": 800}, reduced_motion="reduce"
        )
        cookie = {"name": "django_language", "value": language, "url": site.url}
        self.context.add_cookies([cookie])
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.seen.append(str(error)))
        self.page.on("console", self._listen)
        if role:
            self._sign_in(site.people[role])

    def _listen(self, message: Any) -> None:
        # The console calls a refusal an error, too.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.seen.append(message.text)

    def _sign_in(self, who: dict[str, str]) -> None:
        self.go("/accounts/login/")
        self.fill(login=who["email"], password=who["password"])
        self.page.click("main button[type=submit]")
        assert "/accounts/login/" not in self.page.url

    def go(self, path: str) -> int:
        answer = self.page.goto(path if path.startswith("http") else f"{self.site.url}{path}")
        return answer.status if answer else 0

    def fill(self, **values: Any) -> None:
        """Fields by their names: words are typed, options chosen, boxes ticked."""
        for name, value in values.items():
            for one in value if isinstance(value, list) else [value]:
                self._fill_one(self.page.locator(f"[name='{name}']"), one)

    def _fill_one(self, field: Any, value: Any) -> None:
        kind = field.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "select":
            field.first.select_option(value)
        elif kind in ("checkbox", "radio") and value is True:
            field.first.check()
        elif kind in ("checkbox", "radio"):
            field.and_(self.page.locator(f"[value='{value}']")).check()
        else:
            field.first.fill(str(value))

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state("load")

    def step(self, **values: Any) -> None:
        """One page of the report form, and on."""
        self.fill(**values)
        self.press(NEXT)

    def dialog(self, name: str, **values: Any) -> None:
        """A button of the admin page one is on, what its dialog asks, and its own button."""
        self.press(f"a.button[href*='/do/{name}/']")
        self.fill(**values)
        self.press(f"{DIALOG} button[type=submit]")
        problems = self.page.locator(".error-summary")
        assert not problems.count(), problems.inner_text()

    def text(self, selector: str = "main") -> str:
        return self.page.locator(selector).first.inner_text()

    def sees(self, words: str) -> bool:
        """Whether the words stand anywhere in what the page was sent as."""
        return words in self.page.content()
