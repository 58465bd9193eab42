"""Kept connections are looked at, not asked, before a request uses them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept() -> Iterator[Any]:
    """A connection of its own to the same database, as a thread of a web process keeps one."""
    other = connections.create_connection("default")
    other.ensure_connection()
    yield other
    other.close()


def _last_asked(kept: Any) -> str:
    number = kept.connection.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [number])
        return str(cursor.fetchone()[0])


def test_asks_nothing_of_a_server_that_said_nothing(kept: Any) -> None:
    with kept.cursor() as cursor:
        cursor.execute("SELECT 42")
    assert kept.is_usable()
    assert _last_asked(kept) == "SELECT 42"


def test_notices_that_the_server_ended_the_connection(kept: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [kept.connection.info.backend_pid])
    assert not kept.is_usable()


def test_goes_on_after_the_server_ended_the_connection(kept: Any) -> None:
    kept.health_check_enabled = True
    kept.settings_dict["CONN_HEALTH_CHECKS"] = True
    before = kept.connection.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    kept.close_if_unusable_or_obsolete()
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] != before


def test_a_message_that_ends_nothing_leaves_it_usable(kept: Any) -> None:
    with kept.cursor() as cursor:
        cursor.execute("LISTEN told")
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY told")
    assert kept.is_usable()


def test_a_closed_connection_is_not_usable(kept: Any) -> None:
    kept.connection.close()
    assert not kept.is_usable()
