"""Limits per minute and per day: exact, shared, honest about when to come back."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from oversight.rest import actions
from oversight.rest.rules import client_part, windows

PLACES = "/api/v1/places/?page_size=1"
ZONE = ZoneInfo("America/Port-au-Prince")
NOON = datetime(2026, 11, 20, 17, 0, 10, tzinfo=UTC)


@pytest.fixture
def few(settings):
    settings.API_LIMITS = {
        "anonymous": {"minute": 3, "day": 7},
        "token": {"minute": 3, "day": 5},
    }


def at(instant):
    return time_machine.travel(instant, tick=False)


@pytest.mark.django_db
def test_the_last_request_of_a_minute_is_answered_and_the_next_is_not(few):
    client = Client()
    with at(NOON):
        codes = [client.get(PLACES).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]


@pytest.mark.django_db
def test_a_refusal_says_when_to_come_back_and_that_is_true(few):
    client = Client(headers={"accept-language": "en"})
    with at(NOON):
        for _ in range(3):
            client.get(PLACES)
        told = client.get(PLACES)
    assert told["Content-Type"] == "application/problem+json"
    body = told.json()
    assert body["type"] == "urn:problem:too_many_requests"
    assert body["detail"] == (
        "All 3 requests of this minute are used. Come back at 12:01, Port-au-Prince time."
    )
    wait = int(told["Retry-After"])
    assert wait == 50
    with at(NOON + timedelta(seconds=wait, microseconds=-1)):
        assert client.get(PLACES).status_code == 429
    with at(NOON + timedelta(seconds=wait)):
        assert client.get(PLACES).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "ht"])
def test_the_sentence_is_in_the_language_of_the_program(few, language):
    client = Client(headers={"accept-language": language})
    with at(NOON):
        told = [client.get(PLACES) for _ in range(4)][-1].json()
    assert "12:01" in told["detail"] and "Come back" not in told["detail"]


@pytest.mark.django_db
def test_a_full_day_lasts_until_midnight_of_the_office(few, api, ngo):
    client = api(ngo)
    for minute in range(2):
        with at(NOON + timedelta(minutes=minute)):
            codes = [client.get(PLACES).status_code for _ in range(4)]
    assert codes == [200, 200, 429, 429]  # the refused one of the first minute does not count
    with at(NOON + timedelta(minutes=1)):
        told = client.get(PLACES)
    assert "on 21 November 2026 at 00:00" in told.json()["detail"]
    midnight = datetime(2026, 11, 21, tzinfo=ZONE)
    assert int(told["Retry-After"]) == (midnight - NOON - timedelta(minutes=1)).total_seconds()
    with at(midnight):
        assert client.get(PLACES).status_code == 200


@pytest.mark.django_db
def test_every_answer_tells_what_is_left(few):
    client = Client()
    with at(NOON):
        first = client.get(PLACES)
        again = client.get(PLACES, headers={"if-none-match": first["ETag"]})
        client.get(PLACES)
        full = client.get(PLACES)
    assert first["RateLimit-Policy"] == '"minute";q=3;w=60, "day";q=7;w=86400'
    assert first["RateLimit"] == '"minute";r=2;t=50, "day";r=6;t=43190'
    assert again.status_code == 304
    assert again["RateLimit"].startswith('"minute";r=1;t=50')
    assert full["RateLimit"].startswith('"minute";r=0;t=50')


@pytest.mark.django_db
def test_each_token_has_a_quota_of_its_own(few, api, ngo):
    one, other = api(ngo), api(ngo)
    with at(NOON):
        assert [one.get(PLACES).status_code for _ in range(4)][-1] == 429
        assert other.get(PLACES).status_code == 200
        assert Client().get(PLACES).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "Bearer ot_wrong"])
def test_refused_requests_count_too(few, secret):
    client = Client(headers={"authorization": secret} if secret else {})
    with at(NOON):
        codes = [client.get("/api/v1/cases/").status_code for _ in range(4)]
    assert codes == [401, 401, 401, 429]


@pytest.mark.django_db
def test_no_address_is_kept_and_the_name_changes_every_day(few):
    with at(NOON):
        today = actions.anonymous("192.0.2.7", timezone.now())
        assert today == actions.anonymous("192.0.2.7", timezone.now())
        assert today != actions.anonymous("192.0.2.8", timezone.now())
    with at(NOON + timedelta(days=1)):
        assert actions.anonymous("192.0.2.7", timezone.now()) != today
    cache.clear()
    with at(NOON):
        assert actions.anonymous("192.0.2.7", timezone.now()) != today


@pytest.mark.django_db
def test_an_address_a_client_makes_up_gives_no_new_quota(few):
    client = Client()
    with at(NOON):
        codes = [
            client.get(PLACES, headers={"x-forwarded-for": f"198.51.100.{n}"}).status_code
            for n in range(4)
        ]
    assert codes[-1] == 429


def test_one_line_of_ipv6_is_one_client():
    assert client_part("2001:db8::1") == client_part("2001:db8::ffff:1")
    assert client_part("2001:db8::1") != client_part("2001:db8:0:1::1")
    assert client_part("nonsense") == "nonsense"


@pytest.mark.django_db
def test_many_at_once_get_exactly_the_quota(settings):
    settings.API_LIMITS = {"token": {"minute": 40, "day": 1000}}

    def ask(_number):
        return actions.count(kind="token", who="t", now=NOON)[1] is None

    with ThreadPoolExecutor(8) as pool:
        let_in = sum(pool.map(ask, range(100)))
    assert let_in == 40
    assert [one.used for one in actions.usage(kind="token", who="t", now=NOON)] == [40, 40]


@pytest.mark.django_db
def test_without_the_cache_requests_are_served_and_the_log_says_so(few, monkeypatch, caplog):
    asked = []

    def fail(*args, **options):
        asked.append(1)
        raise ConnectionError("no cache at 192.0.2.7")

    for name in ("get_many", "incr", "add", "get"):
        monkeypatch.setattr(type(cache), name, fail, raising=False)
        monkeypatch.setattr(actions.cache, name, fail, raising=False)
    monkeypatch.setattr(actions, "_said", [])
    monkeypatch.setattr(actions, "_failed", [])
    with caplog.at_level(logging.ERROR, logger="oversight.rest.actions"):
        answers = [Client().get(PLACES) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit" not in answers[0]
    said = [r.getMessage() for r in caplog.records if r.name == "oversight.rest.actions"]
    assert said == ["The cache does not answer (ConnectionError): API requests are not counted."]
    assert len(asked) == 1, "one that hangs would hold up every request"


def test_no_limit_is_no_window():
    found = windows({"minute": 0, "day": 9}, NOON, ZONE)
    assert [one.name for one in found] == ["day"]
    assert windows({}, NOON, ZONE) == []


def test_windows_meet_without_a_gap_when_the_clocks_change():
    """In Port-au-Prince one day of March has 23 hours."""
    day = windows({"day": 1}, datetime(2026, 3, 8, 12, tzinfo=ZONE), ZONE)[0]
    nxt = windows({"day": 1}, day.ends, ZONE)[0]
    assert nxt.starts == day.ends and nxt.key != day.key
    assert day.ends.timestamp() - day.starts.timestamp() == 23 * 3600
