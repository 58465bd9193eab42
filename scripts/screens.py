"""Takes pictures of the main pages in a real browser and says what is wrong with them.

Run `make run` first, then `make screens`. Pictures go to `screens/<name>-<language>-<width>.png`.
For each page it says: sideways scrolling on a phone, errors in the console, refusals by the content
policy, breaches of WCAG 2.2 AA, answers of 400 and above, other hosts, pages over the weight limit, and words that stayed
English. Exit code 1 when anything was found.

    .venv/bin/python scripts/screens.py --only landing,sign-in --languages fr --widths 360
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright
from screen_list import SCREENS, Screen

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "fr", "ht")
WIDTHS = (360, 1280)
# A4 on its side between its margins, in CSS pixels.
PAPER = 1032
WEIGHT_LIMIT = 150_000
TALLEST = 1_800
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# The texts a person can read, without what is the same in every language.
TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (element.closest("script, style, template, .material-symbols-outlined, [lang]:not(html), [data-as-told], .as-told, time")) continue;
    const text = walker.currentNode.textContent.trim().replace(/\\s+/g, " ");
    if (text && element.checkVisibility()) found.add(text);
  }
  return [...found];
}"""
WATCH_POLICY = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("policy refused " + event.violatedDirective + " " + event.blockedURI));"""


@dataclass
class Found:
    """What one visit showed."""

    problems: list[str] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)


@dataclass
class Studio:
    """One browser, one running site, and the sign-ins already made."""

    browser: Browser
    base_url: str
    people: dict[str, dict[str, str]]
    out: Path
    sessions: dict[str, Any] = field(default_factory=dict)
    english: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    def session_of(self, role: str) -> Any:
        if role not in self.sessions:
            self.sessions[role] = self._sign_in(role)
        return self.sessions[role]

    def _sign_in(self, role: str) -> Any:
        person = self.people[role]
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(f"{self.base_url}/accounts/login/")
        page.fill("input[name=login]", person["email"])
        page.fill("input[name=password]", person["password"])
        page.click("main button[type=submit]")
        if "/accounts/login/" in page.url:
            raise SystemExit(f"{role} cannot sign in")
        state = context.storage_state()
        context.close()
        return state

    def context_for(self, role: str, language: str, width: int) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": width, "height": 740 if width < 600 else 900},
            storage_state=self.session_of(role) if role else None,
            color_scheme="light",
            reduced_motion="reduce",
        )
        host = urlsplit(self.base_url).hostname or ""
        cookie = {"name": "django_language", "value": language, "domain": host, "path": "/"}
        context.add_cookies([cookie])  # type: ignore[list-item]
        context.add_init_script(WATCH_POLICY)
        return context

    def visit(self, screen: Screen, language: str, width: int) -> Found:
        context = self.context_for(screen.role, language, width)
        found = Found()
        try:
            page = context.new_page()
            page.emulate_media(media="print" if screen.on_paper else "screen")
            weight = self._listen(page, found)
            self._open(page, screen)
            self._measure(page, screen, found, width)
            # Nobody presses on paper; the same page is looked at on a screen.
            if not screen.on_paper:
                self._check_access(page, found)
            one_page = not screen.clicks and not screen.path.startswith("/admin/")
            if one_page and weight[0] > WEIGHT_LIMIT:
                found.problems.append(f"weighs {weight[0] // 1000} kB")
            self._picture(page, self.out / f"{screen.name}-{language}-{width}.png", width)
        except Error as problem:
            found.problems.append(str(problem).splitlines()[0])
        finally:
            context.close()
        self._compare(screen, language, width, found)
        return found

    def _listen(self, page: Page, found: Found) -> list[int]:
        weight = [0]
        host = urlsplit(self.base_url).netloc

        def console(message: Any) -> None:
            if message.type == "error" and not message.text.startswith("Failed to load"):
                found.problems.append(f"console: {message.text[:160]}")

        def response(answer: Any) -> None:
            parts = urlsplit(answer.url)
            if parts.scheme in ("http", "https") and parts.netloc != host:
                found.problems.append(f"other host: {parts.netloc}")
            meant = parts.path == "/nowhere/" or (answer.status == 400 and "/do/" in parts.path)
            if answer.status >= 400 and not meant:
                found.problems.append(f"{answer.status} {parts.path}")

        def finished(request: Any) -> None:
            sizes = request.sizes()
            weight[0] += sizes["responseBodySize"] + sizes["responseHeadersSize"]

        page.on("console", console)
        page.on("pageerror", lambda error: found.problems.append(f"script: {error}"))
        page.on("response", response)
        page.on("requestfinished", finished)
        return weight

    def _open(self, page: Page, screen: Screen) -> None:
        page.goto(f"{self.base_url}{screen.path}", wait_until="load")
        for selector in screen.clicks:
            page.locator(selector).first.click()
            page.wait_for_load_state("load")
        page.wait_for_timeout(150)

    def _measure(self, page: Page, screen: Screen, found: Found, width: int) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.problems.append(f"scrolls sideways: {wide} px on {width}")
        if screen.role and "/accounts/login/" in page.url:
            found.problems.append("asked to sign in")
        found.texts = set(page.evaluate(TEXTS))

    def _picture(self, page: Page, path: Path, width: int) -> None:
        """The page from the top; a list of a hundred rows is cut where the picture still shows."""
        tall = page.evaluate("document.documentElement.scrollHeight")
        if tall > TALLEST:
            page.set_viewport_size({"width": width, "height": TALLEST})
            page.screenshot(path=path)
        else:
            page.screenshot(path=path, full_page=True)

    def _check_access(self, page: Page, found: Found) -> None:
        """The rules of WCAG 2.2 AA that a program can check."""
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        for rule in results.response["violations"]:
            where = ", ".join(" ".join(map(str, node["target"])) for node in rule["nodes"][:3])
            found.problems.append(f"access: {rule['id']} at {where}")

    def _compare(self, screen: Screen, language: str, width: int, found: Found) -> None:
        if language == "en":
            self.english[screen.name, width] = found.texts
            return
        same = self.english.get((screen.name, width), set()) & found.texts
        left = sorted(text for text in same if looks_like_a_sentence(text))
        if left:
            found.problems.append(f"still English ({len(left)}): " + " | ".join(left[:8]))


def looks_like_a_sentence(text: str) -> bool:
    """Two words of letters or more; codes, e-mail addresses and numbers are the same everywhere."""
    if re.fullmatch(r"[A-Z]-\w{4}-\w{4}", text):
        return False
    words = re.findall(r"[a-zA-Z]{3,}", text)
    return len(words) >= 2 and "@" not in text and "/" not in text


def demo(var_dir: Path) -> dict[str, Any]:
    path = var_dir / "demo.json"
    if not path.exists():
        raise SystemExit("There is no var/demo.json: start the site with `make run` first.")
    return json.loads(path.read_text())


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="names of screens, separated by commas")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--widths", default=",".join(str(width) for width in WIDTHS))
    parser.add_argument("--base-url", default="", help="a site that runs elsewhere on this machine")
    parser.add_argument("--out", type=Path, default=ROOT / "screens")
    parser.add_argument("--var", type=Path, default=Path(os.environ.get("VAR_DIR", ROOT / "var")))
    return parser.parse_args()


def chosen(options: argparse.Namespace) -> Iterator[tuple[Screen, str, int]]:
    names = set(filter(None, options.only.split(",")))
    for screen in SCREENS:
        if names and screen.name not in names:
            continue
        for language in options.languages.split(","):
            widths = [PAPER] if screen.on_paper else map(int, options.widths.split(","))
            for width in widths:
                yield screen, language, width


def main() -> int:
    options = arguments()
    facts = (
        demo(options.var) if not options.base_url or (options.var / "demo.json").exists() else {}
    )
    options.out.mkdir(parents=True, exist_ok=True)
    count = bad = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        base_url = (options.base_url or facts["base_url"]).rstrip("/")
        studio = Studio(browser, base_url, facts.get("users", {}), options.out)
        for screen, language, width in chosen(options):
            if screen.role and screen.role not in studio.people:
                print(f"skipped    {screen.name}: nobody has the role {screen.role}")
                continue
            problems = studio.visit(screen, language, width).problems
            count, bad = count + 1, bad + bool(problems)
            print(
                f"{'look at it' if problems else 'good      '} {screen.name}-{language}-{width}.png"
            )
            for problem in dict.fromkeys(problems):
                print(f"           {problem}")
        browser.close()
    print(f"{count} pictures in {options.out}, {bad} with something to look at")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
