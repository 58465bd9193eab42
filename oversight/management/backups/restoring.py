"""Bringing a backup back: everything is checked before anything is touched, and compared afterwards."""

import re
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from oversight.management import alone
from oversight.management.backups import Refused, contents, tools
from oversight.management.backups.manifest import DUMP, FILES, Manifest

# A database has these already, or the role may not speak of them.
NOT_OURS = re.compile(r"^\d+; \d+ \d+ (?:SCHEMA - public|COMMENT - (?:SCHEMA|EXTENSION)) ")


def restore(connection: Any, folder: Path, listed: Manifest, *, replace: bool) -> list[str]:
    """Database and files as they were. Gives what is not, in sentences."""
    check_room(connection, replace=replace)
    _make_room(connection)
    _load(connection, folder / DUMP)
    _bring_files(folder / FILES, listed)
    return compare(connection, listed)


def check_room(connection: Any, *, replace: bool) -> None:
    """Refuses what would write over something, and what would pull the ground from under a running site."""
    files = Path(settings.FILES_DIR)
    with connection.cursor() as cursor:
        filled = contents.tables(cursor)
    if filled and not replace:
        raise Refused(
            f"The database holds {len(filled)} tables already. Restore into an empty one, or add"
            " --replace to put the backup in the place of all that is there."
        )
    if files.is_dir() and any(contents.files(files)) and not replace:
        raise Refused(f"{files} holds files already. Move them away, or add --replace.")
    if filled and (others := alone.others(connection)):
        raise Refused(
            f"Other programs use the database ({others}). Stop web, workers and beat first."
        )


def _make_room(connection: Any) -> None:
    """Empties the schema, not dropping it: the rights to it and the defaults for new tables stay."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        # Functions first and with all that hangs on them; then nothing refuses the tables to go.
        for question in LEFT_BEHIND:
            cursor.execute(question)
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)


# What belongs to an extension stays with it, and the extension stays.
OWN = (
    "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = x.oid AND d.deptype = 'e')"
    " AND x.{space} = current_schema()::regnamespace"
)
LEFT_BEHIND = (
    "SELECT format('DROP TABLE IF EXISTS %s CASCADE', x.oid::regclass) FROM pg_class x"
    " WHERE relkind IN ('r', 'p') AND " + OWN.format(space="relnamespace"),
    "SELECT format('DROP SEQUENCE IF EXISTS %s CASCADE', x.oid::regclass) FROM pg_class x"
    " WHERE relkind = 'S' AND " + OWN.format(space="relnamespace"),
    "SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', x.oid::regprocedure) FROM pg_proc x"
    " WHERE " + OWN.format(space="pronamespace"),
)


def _load(connection: Any, dump: Path) -> None:
    """All or nothing. Triggers and keys come after the rows, as pg_dump has ordered them."""
    listing = tools.run(connection, "pg_restore", "--list", str(dump))
    kept = [line for line in listing.splitlines() if not NOT_OURS.match(line)]
    # Our own connection must not wait in the way of what is being made.
    connection.close()
    with tempfile.NamedTemporaryFile("w", suffix=".list") as chosen:
        chosen.write("\n".join(kept) + "\n")
        chosen.flush()
        tools.run(
            connection,
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            f"--use-list={chosen.name}",
            f"--dbname={connection.settings_dict['NAME']}",
            str(dump),
        )
    connection.close()


def _bring_files(source: Path, listed: Manifest) -> None:
    """Into an empty folder; what was in it is moved aside, not removed."""
    target = Path(settings.FILES_DIR)
    if target.is_dir() and any(target.iterdir()):
        stamp = datetime.now().astimezone().strftime("%Y%m%dT%H%M%S")
        target.rename(target.with_name(f"{target.name}.before-{stamp}"))
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in listed.files:
        contents.copy(source / name, target / name)


def compare(connection: Any, listed: Manifest) -> list[str]:
    """What in the database and the folder differs from the list, in sentences without values."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found = list(_different_tables(contents.sums(cursor), listed))
        behind = contents.lagging_sequences(cursor)
    found += [f"the numbering {name} is behind its table" for name in behind]
    return found + list(_different_files(listed))


def _different_tables(here: dict[str, contents.Sum], listed: Manifest) -> Iterator[str]:
    for name in sorted(here.keys() | listed.tables.keys()):
        now, then = here.get(name), listed.tables.get(name)
        if now is None:
            yield f"table {name} is missing"
        elif then is None:
            yield f"table {name} is not in the backup"
        elif now.count != then.count:
            yield f"table {name} has {now.count} rows, the backup {then.count}"
        elif now != then:
            yield f"table {name} has as many rows, with other contents"


def _different_files(listed: Manifest) -> Iterator[str]:
    root = Path(settings.FILES_DIR)
    here = set(contents.files(root))
    for name in sorted(here | listed.files.keys()):
        if name not in here:
            yield f"file {name} is missing"
        elif name not in listed.files:
            yield f"file {name} is not in the backup"
        elif contents.file_sum(root / name) != listed.files[name]:
            yield f"file {name} has other contents"
