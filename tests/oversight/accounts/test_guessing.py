"""Guessing is slowed down by account; neither the person nor the office is locked out."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.cache import cache

from oversight.accounts.actions import guessing
from oversight.accounts.rules import FREE_TRIES, LONGEST_WAIT, known_here, wait_after, with_known
from oversight.audit.models import Event
from tests.oversight.accounts.signing import (
    LOGIN,
    SECOND,
    browser,
    code_of,
    password_step,
    sign_in,
    with_app,
)
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


def guess(client, user, times=FREE_TRIES):
    for _number in range(times):
        answer = password_step(client, user, "wrong horse battery 1")
    return answer


def test_waits_grow_from_nothing_to_a_quarter_of_an_hour():
    waits = [wait_after(tries) for tries in range(1, 14)]
    assert waits[: FREE_TRIES - 1] == [0] * (FREE_TRIES - 1)
    assert waits[FREE_TRIES - 1 : FREE_TRIES + 3] == [60, 120, 240, 480]
    assert max(waits) == LONGEST_WAIT == waits[-1]


def test_after_five_wrong_passwords_the_right_one_waits_too(reviewer, time_machine):
    time_machine.move_to("2026-03-01 12:00Z", tick=False)
    client = browser()
    guess(client, reviewer)
    answer = password_step(client, reviewer)
    assert "Try again in 1 minute," in answer.content.decode()
    assert client.get("/desk/").status_code == 302
    events = Event.objects.filter(type="sign_in.slowed")
    assert [(e.target_id, e.actor_id, e.changes) for e in events] == [(str(reviewer.pk), "", {})]


def test_an_unknown_account_is_told_the_same(reviewer):
    known, unknown = browser(), browser()
    guess(known, reviewer, FREE_TRIES + 1)
    for _number in range(FREE_TRIES + 1):
        answer = unknown.post(LOGIN, {"login": "nobody@office.example", "password": "wrong"})
    said = [
        re.findall(r"<li>(?:<[^>]*>)?[^<]*too many wrong tries[^<]*", a.content.decode())
        for a in (password_step(known, reviewer), answer)
    ]
    assert said[0] and said[0] == said[1]
    assert Event.objects.filter(type="sign_in.slowed").count() == 1


def test_the_persons_own_device_is_not_locked_out_by_others(reviewer):
    own = sign_in(browser(), reviewer)
    cookie = own.cookies["device"].value
    assert reviewer.email not in cookie and str(reviewer.pk) not in cookie
    own.post("/accounts/logout/")
    guess(browser(), reviewer, FREE_TRIES + 3)
    sign_in(own, reviewer)
    assert own.get("/desk/").status_code == 200


def test_a_device_is_known_for_the_accounts_that_signed_in_on_it_and_no_other(reviewer, lead):
    cookie = with_known("", reviewer.email)
    assert known_here(cookie, reviewer.email.upper())
    assert not known_here(cookie, lead.email)
    both = with_known(cookie, lead.email)
    assert known_here(both, lead.email) and known_here(both, reviewer.email)
    number, mark = cookie.split(".")
    assert not known_here(f"other.{mark}", reviewer.email)
    assert not known_here(number, reviewer.email) and not known_here("", reviewer.email)
    for name in range(9):
        both = with_known(both, f"p{name}@office.example")
    assert len(both.split(".")) == 6


def test_guessing_at_everybody_locks_nobody_out_of_their_device(everybody):
    own = {name: sign_in(browser(), user) for name, user in everybody.items()}
    for client in own.values():
        client.post("/accounts/logout/")
    stranger = browser()
    for user in everybody.values():
        guess(stranger, user, FREE_TRIES + 1)
    for name, client in own.items():
        sign_in(client, everybody[name])


def test_a_new_password_by_e_mail_lets_the_person_in_from_a_new_device(reviewer):
    guess(browser(), reviewer, FREE_TRIES + 2)
    client = browser()
    client.post("/accounts/password/reset/", {"email": reviewer.email})
    path = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    form = client.get(path)["Location"]
    new = "another horse battery 7"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    # The guesser goes on meanwhile; this device is the person's own now.
    guess(browser(), reviewer, FREE_TRIES + 2)
    assert password_step(client, reviewer, new).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_the_wait_ends_and_the_right_password_clears_the_count(reviewer, time_machine):
    time_machine.move_to("2026-03-01 12:00Z", tick=False)
    client = browser()
    guess(client, reviewer)
    cache.delete_many([key for key in guessing._keys("password", reviewer.email, "")[1:]])
    assert password_step(client, reviewer).status_code == 302
    assert guessing.take_try(kind="password", account=reviewer.email) == 0


def test_codes_are_not_guessed_either(reviewer):
    secret, client = with_app(reviewer), browser()
    password_step(client, reviewer)
    for _number in range(FREE_TRIES):
        client.post(SECOND, {"code": "000000"})
    answer = client.post(SECOND, {"code": code_of(secret)})
    assert "too many wrong tries" in answer.content.decode()
    assert client.get("/desk/").status_code == 302


def test_of_many_tries_at_once_no_more_pass_than_one_by_one():
    with ThreadPoolExecutor(8) as pool:
        waits = list(
            pool.map(
                lambda _number: guessing.take_try(kind="password", account="x@y.example"), range(40)
            )
        )
    assert waits.count(0) <= FREE_TRIES


def test_what_the_cache_keeps_names_nobody(reviewer):
    guess(browser(), reviewer)
    tries, until = guessing._keys("password", reviewer.email, "")
    assert "@" not in tries + until and str(reviewer.pk) not in tries
    assert isinstance(cache.get(tries), int)
    assert PASSWORD not in str(cache.get(tries))
