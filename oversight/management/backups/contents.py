"""What a database and a folder hold, as checksums that do not depend on the order of anything."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# A backup must not let anybody into a session that was open, and a cache is no record.
LEFT_OUT = ("django_session", "django_cache")
CHUNK = 1024 * 1024
# Two servers must write the same value in the same way.
PLAIN = (
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
)


@dataclass(frozen=True)
class Sum:
    """How much there is, and what."""

    count: int
    sha256: str


def tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname"
    )
    return [name for (name,) in cursor.fetchall()]


def sums(cursor: Any) -> dict[str, Sum]:
    """One sum for each table, within the caller's transaction."""
    for setting in PLAIN:
        cursor.execute(setting)
    return {name: table_sum(cursor, name) for name in tables(cursor) if name not in LEFT_OUT}


def table_sum(cursor: Any, table: str) -> Sum:
    """Rows, and a digest of the sorted digests of the rows: in constant memory here, sorted over there."""
    quoted = '"' + table.replace('"', '""') + '"'
    digest, count = hashlib.sha256(), 0
    # Through psycopg itself: Django's cursor knows no COPY.
    with cursor.cursor.copy(
        "COPY (SELECT digest FROM (SELECT encode(sha256(convert_to((t.*)::text, 'UTF8')), 'hex')"
        f' AS digest FROM {quoted} AS t) AS digests ORDER BY digest COLLATE "C") TO STDOUT'
    ) as rows:
        for part in rows:
            digest.update(part)
            count += bytes(part).count(b"\n")
    return Sum(count, digest.hexdigest())


def lagging_sequences(cursor: Any) -> list[str]:
    """Sequences that would give out a number their table has already."""
    cursor.execute(
        "SELECT seq.relname, tab.relname, att.attname FROM pg_depend dep"
        " JOIN pg_class seq ON seq.oid = dep.objid AND seq.relkind = 'S'"
        " JOIN pg_class tab ON tab.oid = dep.refobjid"
        " JOIN pg_attribute att ON att.attrelid = tab.oid AND att.attnum = dep.refobjsubid"
        " WHERE dep.deptype IN ('a', 'i') AND seq.relnamespace = current_schema()::regnamespace"
    )
    behind = []
    for sequence, table, column in cursor.fetchall():
        cursor.execute(
            f'SELECT coalesce((SELECT max("{column}") FROM "{table}"), 0)'
            f' > (SELECT last_value FROM "{sequence}")'
        )
        if cursor.fetchone()[0]:
            behind.append(sequence)
    return behind


def file_sum(path: Path) -> Sum:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Sum(size, digest.hexdigest())


def copy(source: Path, target: Path) -> Sum:
    """Copies and adds up in one reading, so that the sum is of what was written."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as file, target.open("xb") as copied:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += copied.write(chunk)
    return Sum(size, digest.hexdigest())


def files(root: Path) -> Iterator[str]:
    """Names of the kept files below a folder; what is still arriving belongs to nobody yet."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and not path.is_symlink() and name.parts[0] != "arriving":
            yield name.as_posix()
