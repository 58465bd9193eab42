"""The base pages: who may open them, and what every one of them says."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/help/",
    "/help/privacy/",
    "/help/accessibility/",
    "/leave/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/signup/",
]


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["en", "fr", "ht"])
def test_opens_for_anybody_in_each_language(client, path, language):
    client.cookies["django_language"] = language
    response = client.get(path)
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("path", PUBLIC)
def test_says_nothing_about_its_purpose_in_the_title(client, path):
    title = client.get(path).content.decode().split("<title>")[1].split("</title>")[0].lower()
    assert not any(word in title for word in ("oversight", "report", "complaint", "mission"))


def test_account_page_sends_a_stranger_to_sign_in(client):
    response = client.get("/account/")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_language_link_keeps_the_choice_and_goes_back(client):
    response = client.get("/language/fr/?next=/help/%3Fa%3D1")
    assert response.url == "/help/?a=1"
    assert client.cookies["django_language"].value == "fr"


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "x", ""])
def test_language_link_never_leads_to_another_site(client, target):
    assert client.get("/language/ht/", {"next": target}).url == "/"


def test_language_that_is_not_offered_is_not_found(client):
    assert client.get("/language/de/").status_code == 404


def test_demo_notice_stands_on_every_page_in_demo_mode(client, settings):
    settings.DEMO = True
    for path in ("/", "/help/", "/accounts/login/"):
        assert "Fictional data for demonstration" in client.get(path).content.decode()
    settings.DEMO = False
    assert "Fictional data" not in client.get("/").content.decode()


def test_unknown_address_gets_our_page(client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_form_without_its_token_gets_our_page():
    response = Client(enforce_csrf_checks=True).post("/leave/")
    assert response.status_code == 403
    assert "open for too long" in response.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "403_csrf"])
def test_error_page_renders_without_any_context(name):
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert 'lang="en"' in html


def test_policy_is_strict_outside_the_admin(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy


def test_pages_hold_no_inline_style_or_script(client):
    for path in PUBLIC:
        html = client.get(path).content.decode()
        assert " style=" not in html
        assert "<script>" not in html
        assert "http://" not in html.replace("http://www.w3.org", "")


def test_account_page_says_what_one_may_do(client, monitor):
    client.force_login(monitor)
    html = client.get("/account/").content.decode()
    assert monitor.email in html
    assert "files incident reports" in html


def test_person_chooses_the_language_of_pages_and_mail(client, monitor):
    client.force_login(monitor)
    response = client.post("/account/", {"language": "ht"})
    assert response.status_code == 302
    monitor.refresh_from_db()
    assert monitor.language == "ht"
    assert '<html lang="ht"' in client.get("/account/").content.decode()


def test_language_that_is_not_offered_is_refused_beside_the_field(client, monitor):
    client.force_login(monitor)
    html = client.post("/account/", {"language": "de"}).content.decode()
    assert 'href="#id_language_0"' in html


def test_leaving_quickly_ends_the_session(client, monitor):
    client.force_login(monitor)
    assert client.post("/leave/").url == "/leave/"
    assert client.get("/account/").status_code == 302


def test_signed_in_pages_are_never_stored(client, monitor):
    client.force_login(monitor)
    assert "no-store" in client.get("/account/").headers["Cache-Control"]


def test_admin_opens_with_what_waits_and_hides_lists_from_others(client, reviewer):
    assert client.get("/admin/").status_code == 302
    client.force_login(reviewer)
    html = client.get("/admin/").content.decode()
    assert "Your work" in html
    assert "Leave quickly" in html


def test_admin_has_no_sign_in_of_its_own(client):
    response = client.get("/admin/login/?next=/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/")
