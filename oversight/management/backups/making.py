"""Making a backup: one snapshot of the database, the files its rows speak of, and the list of both."""

import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from oversight.files.actions.keeping import path_of
from oversight.files.models import StoredFile
from oversight.management.backups import Refused, contents, tools
from oversight.management.backups.contents import LEFT_OUT, Sum
from oversight.management.backups.manifest import DUMP, FILES, NAME, Manifest, fresh_canary

HALF = ".half"


def make(connection: Any, target: Path) -> Manifest:
    """A backup in `target`. It has its name only once it is whole."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refused(f"{target} is there already: name a new folder.")
    half = target.with_name(target.name + HALF)
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True, mode=0o700)
    try:
        manifest = _fill(connection, half)
        _reach_the_disk(half)
        if target.exists():
            target.rmdir()
        half.rename(target)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return manifest


def _fill(connection: Any, half: Path) -> Manifest:
    made_at = timezone.now().isoformat(timespec="seconds")
    with transaction.atomic(using=connection.alias, durable=True), connection.cursor() as cursor:
        # pg_dump and the sums see the same instant, whatever is written meanwhile.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        _dump(connection, half / DUMP, cursor.fetchone()[0])
        sums = contents.sums(cursor)
        wanted = _wanted(connection.alias)
    files, missing = _copy_files(Path(settings.FILES_DIR), half / FILES, wanted)
    manifest = Manifest(
        made_at=made_at,
        postgresql=tools.major_of(connection),
        dump=contents.file_sum(half / DUMP),
        tables=sums,
        files=files,
        missing_files=missing,
        left_out=list(LEFT_OUT),
        canary=fresh_canary(),
    )
    manifest.write(half)
    return manifest


def _dump(connection: Any, path: Path, snapshot: str) -> None:
    left_out = [f"--exclude-table-data={name}" for name in LEFT_OUT]
    form = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    tools.run(connection, "pg_dump", *form, *left_out, f"--file={path}")


def _wanted(alias: str) -> list[str]:
    """Where the bytes of each row of the snapshot lie."""
    rows = StoredFile.objects.using(alias).only("pk").order_by("pk")
    return [path_of(row).relative_to(settings.FILES_DIR).as_posix() for row in rows.iterator()]


def _copy_files(source: Path, target: Path, wanted: list[str]) -> tuple[dict[str, Sum], list[str]]:
    """Files never change once they are kept, so copying them after the snapshot is no race; one that a
    clean-up took away in between is named."""
    target.mkdir(mode=0o700)
    copied = {}
    for name in contents.files(source):
        try:
            copied[name] = contents.copy(source / name, target / name)
        except FileNotFoundError:
            (target / name).unlink(missing_ok=True)
    return copied, sorted(set(wanted) - set(copied))


def _reach_the_disk(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def prune(parent: Path, keep: int) -> list[Path]:
    """Removes all but the newest whole backups of a folder; anything else in it is left alone."""
    whole = sorted(path for path in parent.iterdir() if (path / NAME).is_file())
    gone = whole[: max(0, len(whole) - keep)]
    for path in gone:
        shutil.rmtree(path)
    return gone
