"""Signing in by hand in a real browser: passkeys under the strict policy, and a session that ends."""

from datetime import timedelta

import pytest

from oversight.accounts.actions import has_second_step
from tests.browser.test_pages import breaches
from tests.oversight.accounts.signing import code_of, recovery_codes
from tests.people import PASSWORD

LOGIN = "/accounts/login/"
SEND = "main form button[type=submit]"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def named(site_url):
    """Passkeys belong to a name; a number has none."""
    return site_url.replace("127.0.0.1", "localhost")


def good(page):
    assert not breaches(page), page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def give_password(page, site_url, user, path=LOGIN):
    page.goto(f"{site_url}{path}")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click(SEND)


# One test, because rows that a server in another thread can see cost seconds to take away again.
@pytest.mark.django_db(transaction=True)
def test_second_step_by_passkey_and_app_and_a_session_that_ends(
    open_page, site_url, reviewer, lead, settings, monkeypatch
):
    settings.MFA_REQUIRED = True
    site_url = named(site_url)
    settings.ALLOWED_HOSTS = ["*"]
    page = open_page("/help/", width=360)
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": site_url}])
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    set_up_a_passkey(page, site_url, reviewer)
    sign_in_with_the_passkey(page, site_url)
    set_up_an_app(page, site_url, lead)
    finish_after_the_end(page, site_url, settings, lead)


def set_up_a_passkey(page, site_url, reviewer):
    give_password(page, site_url, reviewer)
    page.goto(f"{site_url}/admin/")
    assert page.url.endswith("/account/second-step/")
    good(page)
    page.click("main a[href$='/webauthn/add/']")
    good(page)
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    good(page)
    assert page.locator(".codes li").count() == 10
    page.click("main form button[type=submit]")
    page.goto(f"{site_url}/admin/")
    assert page.url.endswith("/admin/")
    assert has_second_step(reviewer)
    page.goto(f"{site_url}/accounts/2fa/webauthn/")
    good(page)


def leave(page, site_url):
    page.goto(f"{site_url}/accounts/2fa/")
    good(page)
    page.click("header form[action='/accounts/logout/'] button")
    page.wait_for_load_state("load")


def sign_in_with_the_passkey(page, site_url):
    """Alone, and as the second step after the password."""
    leave(page, site_url)
    page.goto(f"{site_url}{LOGIN}?next=/admin/")
    page.click("#passkey_login")
    page.wait_for_url(f"{site_url}/admin/")
    leave(page, site_url)
    page.goto(f"{site_url}{LOGIN}")
    page.fill("[name=login]", "reviewer@office.example")
    page.fill("[name=password]", PASSWORD)
    page.click(SEND)
    page.wait_for_url("**/2fa/authenticate/")
    good(page)
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(f"{site_url}/desk/")
    page.goto(f"{site_url}/account/sessions/")
    good(page)
    leave(page, site_url)


def set_up_an_app(page, site_url, lead):
    give_password(page, site_url, lead)
    page.goto(f"{site_url}/desk/")
    page.click("main a[href$='/totp/activate/']")
    good(page)
    secret = page.locator("code.long").text_content()
    page.fill("[name=code]", code_of(secret))
    page.click("main form button[type=submit]")
    page.wait_for_url("**/recovery-codes/")
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{site_url}/desk/")


def ask_again(page, settings, idle, wanted):
    """The page asks how long is left, as it does when one comes back to it."""
    settings.SESSION_IDLE = idle
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector(f"#session-end [data-state={wanted}]:not([hidden])")
    good(page)


def finish_after_the_end(page, site_url, settings, lead):
    """The warning, staying, the end; and what was sent after it is kept until one is back."""
    page.goto(f"{site_url}/reports/new/")
    typed = "Yo te mennen de moun ale nan maten."
    page.fill("[name=narrative]", typed)
    ask_again(page, settings, timedelta(seconds=100), "soon")
    settings.SESSION_IDLE = timedelta(days=1)
    page.click("#session-end [data-stay-form] button")
    page.wait_for_selector("#session-end", state="hidden")
    ask_again(page, settings, timedelta(0), "over")
    page.evaluate("document.getElementById('session-end').close()")
    page.click("#report-step .actions button")
    page.wait_for_url("**/login/?next=*")
    assert typed not in page.content()
    settings.SESSION_IDLE = timedelta(days=1)
    page.fill("[name=login]", lead.email)
    page.fill("[name=password]", PASSWORD)
    page.click(SEND)
    page.wait_for_url("**/2fa/authenticate/")
    page.fill("[name=code]", recovery_codes(lead)[0])
    page.click("main form:has([name=code]) button[type=submit]")
    page.wait_for_url("**/account/kept/")
    good(page)
    assert typed in page.locator("textarea").input_value()
    page.click("main form:has(textarea) button[type=submit]")
    page.wait_for_load_state("load")
    assert "/reports/" in page.url
