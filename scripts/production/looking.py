"""What is looked at from outside the product: both databases, the files of all servers, and the list of what held."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime

from scripts.production.places import ROOT, Places
from scripts.production.servers import Servers

RESULTS = ROOT / "benchmarks" / "PRODUCTION.md"
HEAD = """# The production stack, tried

Written by `make production`: everything below ran on loopback from the files in `deploy/`, in a temporary folder.
`docs/operations/install.md` says what it does not try.
"""
QUESTION = "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {} AS t"
TABLES = ("oversight_event", "cases_report", "oversight_user", "oversight_storedfile")


def compared(servers: Servers, *databases: str) -> Iterator[tuple[str, list[str]]]:
    """Both databases side by side, by the sums of an independent question."""
    for table in TABLES:
        yield table, [servers.psql(QUESTION.format(table), database=d) for d in databases]


def told(places: Places, words: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """Where the visitor came from, and what was told, stands in no file of any server but the database."""
    folders = ("log", "nginx", "run", "redis", "lib", "etc")
    files = [path for folder in folders for path in (places.root / folder).rglob("*")]
    looked = [path for path in files if path.is_file() and "mail" not in path.parts]
    for word in words:
        yield word, [path.name for path in looked if word.encode() in path.read_bytes()]


def write_down(said: list[str], servers: Servers) -> None:
    """The last trial takes the place of the one before."""
    versions = [_version(str(servers.programs / "postgres"), "--version")]
    versions += [_version("redis-server", "--version"), _version("nginx", "-v")]
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    lines = [HEAD, f"{when}, with {'; '.join(versions)}.", "", *(f"    {line}" for line in said)]
    RESULTS.write_text("\n".join(lines) + "\n")


def _version(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return " ".join((done.stdout + done.stderr).split()[:4]).removeprefix("nginx version: ")
