"""The report form by keyboard alone, in Creole, on a phone, with a photo that says where it was taken."""

import pytest

from cases.reports.models import Report
from oversight.files.actions import examine, open_original, open_preview
from tests.browser.test_pages import breaches
from tests.files import GPS_IFD, jpeg, opened

pytestmark = [pytest.mark.xdist_group("browser_form")]
WIDTH = 360
FOCUSED = "document.activeElement"


class Keys:
    """Somebody without a mouse: Tab, Space, arrows, Enter, and what is typed."""

    def __init__(self, page) -> None:
        self.page = page

    def to(self, selector, most=250):
        """Go on by Tab until the thing has the focus, and can be seen to have it."""
        for _press in range(most):
            if self.page.evaluate(f"{FOCUSED}.matches({selector!r})"):
                outline = self.page.evaluate(f"getComputedStyle({FOCUSED}).outlineStyle")
                assert outline != "none", f"the focus on {selector} cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached by keyboard on {self.page.url}")

    def write(self, selector, text):
        self.to(selector)
        self.page.keyboard.type(text)

    def tick(self, selector):
        self.to(selector)
        self.page.keyboard.press("Space")

    def go_on(self, button="#report-step .actions button"):
        self.to(button)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        good(self.page)


def good(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH, page.url
    if "/files/" in page.url or "/sent/" in page.url:  # the main job tries the others
        assert not breaches(page), page.url
    unnamed = page.evaluate(
        "[...document.querySelectorAll('main input:not([type=hidden]), main select, main textarea')]"
        ".filter(e => !e.labels?.length).map(e => e.name)"
    )
    assert not unnamed, page.url


def add_photo(keys):
    """The chooser opens by keyboard; the list and the live region tell that the photo was sent."""
    page = keys.page
    keys.to("input[type=file]")
    label = page.locator("input[type=file] + label")
    assert label.inner_text() == "Chwazi fichye"
    assert label.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    with page.expect_file_chooser(timeout=10_000) as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(
        [
            {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": jpeg()},
            {"name": "pa bon.jpg", "mimeType": "image/jpeg", "buffer": b"MZ\0\0"},
        ]
    )
    page.wait_for_selector("[data-upload-problems] li")
    assert "pa bon.jpg" in page.inner_text("[data-upload-problems]")
    assert page.locator("[role=alert] > [data-upload-problems]").count() == 1
    assert page.get_attribute("[data-upload-progress]", "role") == "status"
    assert "foto.jpg" in page.inner_text("[data-upload-list]")


@pytest.mark.django_db(transaction=True)
def test_whole_report_by_keyboard_with_a_photo(open_page, monitor, client_of, files_dir):
    page = open_page("/reports/new/", language="ht", width=WIDTH, client=client_of(monitor))
    # Whoever waits for choosers does so from the start: told late, the browser opens one of its own.
    page.on("filechooser", lambda _chooser: None)
    keys = Keys(page)
    keys.go_on()
    assert "error-summary" in page.evaluate(f"{FOCUSED}.className"), "the reader starts at it"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUSED}.name") == "narrative"
    page.keyboard.type("Yo te frape yon moun toupre mache a.")
    keys.go_on()
    assert page.locator(".save-state[role=status]").count() == 1
    add_photo(keys)
    good(page)
    keys.go_on()
    keys.write("[name=day_year]", "2025")
    keys.go_on()
    keys.write("[name=search]", "petyonvil")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    good(page)
    # A group of radio buttons is one stop; the first place found is the nearest.
    keys.tick("[name=place]")
    keys.go_on()
    keys.write("[name=harmed_0_number]", "2")
    keys.go_on()
    keys.tick("[name=provisions_unsure]")
    keys.go_on()
    keys.go_on()
    keys.go_on()
    assert "foto.jpg" in page.inner_text("main")
    keys.go_on("main form .actions button[type=submit]")
    report = Report.objects.get()
    assert report.reference in page.inner_text("main") and "foto" not in page.inner_text("main")
    row = report.attachments.select_related("file").get()
    file = examine(file=row.file)
    with open_original(file) as whole, open_preview(file) as copy:
        assert opened(whole.read()).getexif().get_ifd(GPS_IFD)
        assert not opened(copy.read()).getexif()
    keys.go_on("main form[action$='/again/'] button")
    assert page.url.endswith("/what/")
