"""The probes."""

import pytest
from django.core.cache import cache

from config import health, heartbeat

PARTS = {"database", "broker", "migrations", "worker", "timetable"}


@pytest.fixture
def beating(db):
    heartbeat.write_first_heartbeat()
    heartbeat.show_timetable_runs()


def test_process_says_it_is_up_without_the_database(client):
    assert client.get("/healthz/").json() == {"status": "ok"}


def test_everything_is_ready_when_worker_and_timetable_beat(client, beating):
    response = client.get("/readyz/")
    assert response.status_code == 200
    parts = dict.fromkeys(PARTS, "ok") | {"scanner": "off"}
    assert response.json() == {"status": "ok", "parts": parts}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("key", "part"), [(heartbeat.WORKER, "worker"), (heartbeat.TIMETABLE, "timetable")]
)
def test_missing_heartbeat_is_named(client, beating, key, part):
    cache.delete(key)
    response = client.get("/readyz/")
    assert response.status_code == 503
    assert [n for n, state in response.json()["parts"].items() if state == "failed"] == [part]


def test_scanner_that_is_set_up_and_away_is_named(client, beating, settings, tmp_path):
    settings.CLAMD_ADDRESS = str(tmp_path / "clamd.sock")
    response = client.get("/readyz/")
    assert response.status_code == 503
    assert response.json()["parts"]["scanner"] == "failed"


def test_unapplied_migration_is_named(client, beating, monkeypatch):
    monkeypatch.setattr(health, "known_migrations", lambda: frozenset({("cases", "9999_new")}))
    assert client.get("/readyz/").json()["parts"]["migrations"] == "failed"


def test_failing_part_gives_no_reason_to_strangers(client, beating, monkeypatch):
    def broken():
        raise OSError("secret host name")

    monkeypatch.setitem(health.CHECKS, "broker", broken)
    response = client.get("/readyz/")
    assert response.status_code == 503
    assert "secret" not in response.content.decode()
