"""A second database with the roles of deploy/sql, beside the one of the tests."""

import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection, connections

from oversight.management.backups import tools
from tests.structure.house import ROOT

SQL = ROOT / "deploy" / "sql"


@dataclass(frozen=True)
class Second:
    """Names of the second database and of its two roles."""

    database: str
    owner: str
    runtime: str

    @property
    def names(self) -> list[str]:
        return [f"--set={name}={value}" for name, value in vars(self).items()]


def psql(path, user, database, *arguments):
    """Run a script as somebody."""
    parameters = connection.get_connection_params()
    program = tools.find("psql", tools.major_of(connection))
    secret = {"OWNER_PASSWORD": "owner's secret", "RUNTIME_PASSWORD": "runtime's secret"}
    where = {"PGHOST": parameters["host"], "PGUSER": user, "PGDATABASE": database}
    done = subprocess.run(
        [program, "--no-psqlrc", "--quiet", "--file", path, *arguments],
        env=os.environ | secret | where,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def connected(second, user):
    """Django's connection to the second database as one of the roles."""
    alias = f"second-{user}"
    chosen = connection.settings_dict | {"NAME": second.database, "USER": user}
    # Not among the settings: those are what the tests of Django guard.
    connections[alias] = type(connections["default"])(chosen, alias)
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]


@pytest.fixture
def second(transactional_db):
    """An empty database made by roles.sql, as the first page of the installation says."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    made = Second(*(f"{name}_{worker}" for name in ("second", "second_owner", "second_run")))
    superuser = connection.settings_dict["USER"]
    psql(SQL / "roles.sql", superuser, "postgres", *made.names)
    yield made
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {made.database} WITH (FORCE)")
        cursor.execute(f"DROP ROLE {made.owner}, {made.runtime}")
