"""The embedded servers survive what happens to processes on a real machine."""

import os
import signal
from pathlib import Path

import psycopg
import pytest

from config.embedded import places, postgres, processes, valkey


@pytest.fixture
def folder(tmp_path):
    """A VAR_DIR of its own whose servers are stopped afterwards."""
    yield tmp_path
    postgres.stop(tmp_path)
    valkey.stop(tmp_path)


def ask(sockets, statement):
    with psycopg.connect(host=str(sockets), user="oversight", dbname="oversight") as connection:
        return connection.execute(statement).fetchone()[0]


def test_database_comes_up_keeps_values_out_of_its_log_and_sorts_by_code_point(folder):
    sockets = postgres.ensure(folder, fast=True)
    assert ask(sockets, "SHOW log_parameter_max_length_on_error") == "0"
    assert ask(sockets, "SHOW log_min_error_statement") == "panic"
    assert ask(sockets, "SHOW listen_addresses") == ""
    assert ask(sockets, "SELECT upper('èò')") == "ÈÒ"
    with pytest.raises(psycopg.Error):
        ask(sockets, "SELECT 'Planted Name'::int")
    logs = "".join(path.read_text() for path in folder.glob("*.log"))
    assert "Planted" not in logs


def test_database_comes_back_after_its_server_was_killed(folder):
    sockets = postgres.ensure(folder, fast=True)
    server = postgres._postmaster(folder / "postgres")
    os.kill(server, signal.SIGKILL)
    processes.wait_for(lambda: not processes.command_of(server), 10)
    again = postgres.ensure(folder, fast=True)
    assert again == sockets
    assert ask(again, "SELECT 1") == 1
    assert postgres._postmaster(folder / "postgres") != server


def test_database_starts_although_its_number_belongs_to_somebody_else_now(folder):
    """After a reboot the file names a process that lives and is not the server."""
    sockets = postgres.ensure(folder, fast=True)
    postgres.stop(folder)
    (folder / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{folder}\n")
    (sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    assert ask(postgres.ensure(folder, fast=True), "SELECT 1") == 1


def test_broker_keeps_what_it_was_given_when_it_is_killed(folder):
    import redis

    socket = valkey.ensure(folder)
    client = redis.Redis(unix_socket_path=str(socket))
    client.set("kept", "yes")
    client.config_set("appendfsync", "always")
    client.set("kept too", "yes")
    server = int((folder / "valkey" / "pid").read_text())
    os.kill(server, signal.SIGKILL)
    processes.wait_for(lambda: not processes.command_of(server), 10)
    valkey.ensure(folder)
    assert redis.Redis(unix_socket_path=str(socket)).get("kept too") == b"yes"


def test_socket_of_a_long_path_moves_to_the_temporary_folder():
    short, long = Path("/srv/x"), Path("/srv") / ("x" * 120)
    assert places.socket_dir(short) == short / "run"
    assert len(str(places.socket_dir(long))) < 80
    assert places.socket_dir(long) == places.socket_dir(long) != places.socket_dir(long / "y")


def test_a_broker_that_is_held_up_is_not_replaced(folder, monkeypatch):
    """Whoever is connected to it keeps it when it wakes: a second one would split the queue."""
    valkey.ensure(folder)
    pid = int((folder / "valkey" / "pid").read_text())
    monkeypatch.setattr(valkey, "ANSWERS_IN", 0.2)
    monkeypatch.setattr(valkey, "PATIENCE", 0.2)
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(ConnectionError):
            valkey.ensure(folder)
    finally:
        os.kill(pid, signal.SIGCONT)
    valkey.ensure(folder)
    assert int((folder / "valkey" / "pid").read_text()) == pid
