"""A real Chromium for the tests that need one. Without it they are skipped, loudly."""

import os
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import sync_playwright

from tests.browser.desks import Person

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def chromium():
    if not Path(CHROMIUM).exists():
        pytest.skip("NO BROWSER: install Debian's chromium to run the browser tests")
    # Playwright runs a loop in this thread; Django would take it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def site_url():
    """The application in a thread, static files found where they lie; the tests' own database."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait(20)
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def open_page(chromium, site_url):
    """`open_page("/help/", language="fr", width=360)`; errors of the console fail the test."""
    contexts, errors = [], []

    def opened(path, *, language="en", width=1280, client=None, **traits):
        context = chromium.new_context(viewport={"width": width, "height": 740}, **traits)
        contexts.append(context)
        cookies = {"django_language": language}
        if client is not None:
            cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies(
            [{"name": name, "value": value, "url": site_url} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{site_url}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not errors


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
