"""Sessions: short, listed, ended; what was typed into one that had ended is kept for its person."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.reports.models import ReportDraft
from oversight.accounts import actions
from oversight.accounts.models import SessionRecord
from oversight.accounts.rules import device_of
from oversight.audit.models import Event
from tests.oversight.accounts.signing import LOGIN, browser, sign_in, with_app

pytestmark = pytest.mark.django_db
NARRATIVE = "Yo te mennen de moun ale nan maten."
AWAY = timedelta(minutes=31)


@pytest.fixture
def short(settings, time_machine):
    """Half an hour idle, eight hours in all; `pass_by(delta)` lets time go by."""
    settings.SESSION_IDLE, settings.SESSION_LONGEST = timedelta(minutes=30), timedelta(hours=8)
    start = timezone.now().replace(microsecond=0)
    time_machine.move_to(start, tick=False)
    return time_machine.shift


def words(answer):
    return answer.content.decode()


def test_a_session_locks_when_nothing_happens(short, reviewer):
    client = sign_in(browser(), reviewer)
    short(timedelta(minutes=29))
    assert client.get("/desk/").status_code == 200
    short(timedelta(minutes=29))
    assert client.get("/desk/").status_code == 200
    short(AWAY)
    for path in ("/desk/", "/admin/", "/account/"):
        assert "login" in client.get(path)["Location"], path
    assert client.get("/api/v1/cases/").status_code in {401, 403}
    assert "nothing happened for a while" in words(client.get(LOGIN))


def test_it_locks_after_eight_hours_of_work_too(short, reviewer):
    client = sign_in(browser(), reviewer)
    for _number in range(23):
        short(timedelta(minutes=20))
        assert client.get("/desk/").status_code == 200
    short(timedelta(minutes=20))
    assert client.get("/desk/").status_code == 302


def test_asking_how_long_does_not_prolong_it_but_staying_does(short, reviewer):
    client = sign_in(browser(), reviewer)
    short(timedelta(minutes=28))
    asked = client.get("/account/session/left/").json()
    assert asked["left"] == 120 and str(reviewer.pk) not in asked["who"]
    assert client.get("/account/session/left/").json()["left"] == 120
    assert client.post("/account/session/stay/").json()["left"] == 1800
    short(AWAY)
    assert client.get("/account/session/left/").json() == {"left": 0, "who": ""}
    assert Client().get("/account/session/left/").json() == {"left": 0, "who": ""}


def test_a_session_without_a_beginning_is_shut(short, reviewer, client_of):
    client = client_of(reviewer)
    session = client.session
    del session["seen_at"], session["started_at"]
    session.save()
    assert client.get("/desk/").status_code == 302


def kept_by(client, path, data):
    answer = client.post(path, data)
    assert answer["Location"] == "/accounts/login/?next=%2Faccount%2Fkept%2F"
    return answer["Location"]


def test_what_was_typed_is_offered_to_who_typed_it_and_not_sent(short, monitor):
    client = sign_in(browser(), monitor)
    short(AWAY)
    login = kept_by(client, "/reports/new/", {"narrative": NARRATIVE, "types": ["a", "b"]})
    assert NARRATIVE not in words(client.get(login))
    assert "/accounts/login/" in client.get("/account/kept/")["Location"]
    answer = client.post(
        login, {"login": monitor.email, "password": "correct horse battery 9"}, follow=True
    )
    page = words(answer)
    assert answer.request["PATH_INFO"] == "/account/kept/"
    assert NARRATIVE in page and 'action="/reports/new/"' in page
    assert page.count('name="types"') == 2
    assert not ReportDraft.objects.exists()
    assert "no-store" in answer["Cache-Control"]
    client.post("/account/kept/")
    assert NARRATIVE not in words(client.get("/account/kept/"))


def test_another_person_never_sees_it(short, monitor, other_monitor):
    client = sign_in(browser(), monitor)
    short(AWAY)
    login = kept_by(client, "/reports/new/", {"narrative": NARRATIVE})
    key = client.session["kept_form"]
    answer = client.post(
        login, {"login": other_monitor.email, "password": "correct horse battery 9"}, follow=True
    )
    assert answer.status_code == 200 and NARRATIVE not in words(answer)
    assert actions.kept_form(key=key, user_id=str(other_monitor.pk)) is None
    assert NARRATIVE not in str(cache.get(f"kept:{key}"))


def test_it_waits_half_an_hour(short, monitor):
    client = sign_in(browser(), monitor)
    short(AWAY)
    kept_by(client, "/reports/new/", {"narrative": NARRATIVE})
    cache.delete(f"kept:{client.session['kept_form']}")  # what the cache does by itself
    assert NARRATIVE not in words(sign_in(client, monitor).get("/account/kept/"))


@pytest.mark.parametrize("data", [{"oldpassword": "x"}, {"a": "x" * 500_000}])
def test_passwords_and_what_is_too_long_are_not_kept(short, monitor, data):
    client = sign_in(browser(), monitor)
    short(AWAY)
    kept_by(client, "/reports/new/", data)
    assert client.session["kept_form"] == ""


def test_a_form_forged_elsewhere_is_not_kept(short, monitor):
    client = sign_in(browser(), monitor)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    short(AWAY)
    assert strict.post("/reports/new/", {"narrative": NARRATIVE}).status_code == 403
    assert "kept_form" not in client.session


def test_a_dialog_of_the_admin_is_sent_after_all(short, administrator):
    client = sign_in(browser(), administrator)
    path = reverse("admin:oversight_user_do", args=[administrator.pk, "edit"])
    typed = {
        "name": "Administrator of the office",
        "language": "en",
        "state": "",
        "reason": "The name was wrong here",
    }
    short(AWAY)
    login = kept_by(client, path, typed)
    page = client.post(
        login, {"login": administrator.email, "password": "correct horse battery 9"}, follow=True
    )
    assert typed["reason"] in words(page) and f'action="{path}"' in words(page)
    assert client.post(path, typed).status_code == 302
    administrator.refresh_from_db()
    assert administrator.name == typed["name"]


def test_open_pages_go_on_after_signing_in_again(short, monitor):
    """The token in a page that stood open is still good for the same person."""
    client = Client(enforce_csrf_checks=True, headers={"user-agent": "x"})

    def token():
        client.get(LOGIN)
        return client.cookies["csrftoken"].value

    form = {"login": monitor.email, "password": "correct horse battery 9"}
    client.post(LOGIN, {**form, "csrfmiddlewaretoken": token()})
    before = client.cookies["csrftoken"].value
    short(AWAY)
    assert client.get("/desk/").status_code == 302
    client.post(LOGIN, {**form, "csrfmiddlewaretoken": before})
    assert client.get("/desk/").status_code == 200
    answer = client.post("/notices/read/", {"csrfmiddlewaretoken": before})
    assert answer.status_code == 302


def test_a_locked_session_asks_for_the_second_step_again(short, reviewer, settings):
    settings.MFA_REQUIRED = True
    client = sign_in(browser(), reviewer, with_app(reviewer))
    short(AWAY)
    client.get("/desk/")
    answer = client.post(LOGIN, {"login": reviewer.email, "password": "correct horse battery 9"})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/131.0", ("firefox", "linux")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", ("edge", "windows")),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/17 Safari/604", ("safari", "ios")),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537", ("chrome", "android")),
        ("", ("", "")),
        ("curl/8", ("", "")),
    ],
)
def test_a_device_is_described_by_family(header, expected):
    assert device_of(header) == expected


def test_a_person_sees_and_ends_their_own_sessions(reviewer, lead):
    here, there = sign_in(browser(), reviewer), sign_in(browser(), reviewer)
    foreign = sign_in(browser(), lead)
    page = words(here.get("/account/sessions/"))
    assert page.count("Chrome, Android") >= 2 and page.count("this device") == 1
    foreign_row = SessionRecord.objects.get(user=lead)
    path = reverse("accounts:end_session", args=[foreign_row.pk])
    assert here.post(path).status_code == 404
    assert foreign.get("/desk/").status_code == 200
    own = next(r for r in actions.own_sessions(user=reviewer) if str(r.pk) in page)
    assert here.post(reverse("accounts:end_session", args=[own.pk])).status_code == 302
    assert there.get("/desk/").status_code == 302
    assert here.get("/desk/").status_code == 200
    assert Event.objects.filter(type="session.ended", actor_id=str(reviewer.pk)).count() == 1


def test_all_others_are_ended_at_once(reviewer):
    here = sign_in(browser(), reviewer)
    others = [sign_in(browser(), reviewer) for _number in range(2)]
    here.post("/account/sessions/others/end/")
    assert [client.get("/desk/").status_code for client in others] == [302, 302]
    assert here.get("/desk/").status_code == 200
    assert len(actions.own_sessions(user=reviewer)) == 1


def test_a_changed_password_leaves_this_session_on_the_list(reviewer):
    client = sign_in(browser(), reviewer)
    new = "another horse battery 7"
    data = {"oldpassword": "correct horse battery 9", "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", data).status_code == 302
    client.get("/desk/")
    assert [row.digest for row in actions.own_sessions(user=reviewer)]


def test_what_is_over_is_forgotten(reviewer):
    sign_in(browser(), reviewer)
    later = timezone.now() + timedelta(days=3)
    assert actions.forget_sessions() == 0
    assert actions.forget_sessions(now=later) == 1
    assert not SessionRecord.objects.exists()


def test_no_table_keeps_an_address_or_the_header_of_a_browser(reviewer, settings):
    """Signing in, guessing, asking for a password, changing it: nothing is kept of from where."""
    address, header = "203.0.113.77", "Mozilla/5.0 (Tracer 7.3; Linux) Firefox/9.9"
    client = Client(REMOTE_ADDR=address, headers={"user-agent": header, "x-forwarded-for": address})
    client.post(LOGIN, {"login": reviewer.email, "password": "wrong"})
    client.post("/accounts/password/reset/", {"email": reviewer.email})
    sign_in(client, reviewer, with_app(reviewer))
    new = "another horse battery 7"
    data = {"oldpassword": "correct horse battery 9", "password1": new, "password2": new}
    client.post("/accounts/password/change/", data)
    client.get("/desk/")
    decoded = [str(row.get_decoded()) for row in Session.objects.all()]
    found = [text for text in decoded if address in text or "Tracer" in text]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            found += [
                f"{table}: {row[0]}"
                for row in cursor.fetchall()
                if address in row[0] or "Tracer" in row[0]
            ]
    assert not found
    assert SessionRecord.objects.get(user=reviewer).browser == "firefox"
