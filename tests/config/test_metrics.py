"""Figures for Prometheus: closed without the token, and with nothing about anybody in them."""

import logging

import pytest

from config import health
from config.metrics import waiting_tasks

TOKEN = "a-token-for-figures-0123456789"


@pytest.fixture
def open_page(settings):
    settings.METRICS_TOKEN = TOKEN
    settings.METRICS_FOLDERS = []


def read(client, token=TOKEN):
    return client.get("/metrics/", HTTP_AUTHORIZATION=f"Bearer {token}")


def test_there_is_no_such_page_without_a_token_in_the_settings(client, db, settings):
    settings.METRICS_TOKEN = ""
    assert read(client).status_code == 404


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1]])
def test_it_is_closed_to_who_has_not_the_token(client, db, open_page, token):
    answer = read(client, token)
    assert answer.status_code == 401
    assert answer.content == b""


def test_it_says_how_requests_and_clocks_stand(client, db, open_page):
    client.get("/accounts/login/?next=/only-a-query/")
    answer = read(client)
    assert answer.status_code == 200
    text = answer.content.decode()
    for name in (
        'oversight_requests_total{method="GET"',
        "oversight_request_seconds_bucket{",
        "oversight_request_statements_bucket{",
        'oversight_part_up{part="database"} 1.0',
        "oversight_outbox_waiting 0.0",
        "oversight_clocks_overdue 0.0",
        "oversight_queue_waiting ",
    ):
        assert name in text
    assert "only-a-query" not in text


def test_a_part_that_is_away_is_named_and_leaves_its_figures_out(
    client, db, open_page, monkeypatch
):
    monkeypatch.setitem(health.CHECKS, "broker", lambda: False)
    text = read(client).content.decode()
    assert 'oversight_part_up{part="broker"} 0.0' in text
    assert "oversight_queue_waiting" not in text


def test_a_queue_that_nobody_has_made_yet_is_an_empty_one():
    (sample,) = waiting_tasks("nobody-made-this-queue").samples
    assert sample.value == 0


def test_each_request_is_one_line_without_its_query(client, db, settings, caplog):
    settings.LOG_REQUESTS = True
    with caplog.at_level(logging.INFO, logger="config.requests"):
        answer = client.get("/accounts/login/?next=/only-a-query/")
    (line,) = [record for record in caplog.records if record.name == "config.requests"]
    assert line.facts["status"] == answer.status_code
    assert set(line.facts) == {"view", "method", "status", "ms"}
    assert "only-a-query" not in str(line.__dict__)
    assert len(answer["X-Request-ID"]) == 32
