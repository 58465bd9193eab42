"""`manage.py backup DIR`: database and files of one instant, with a list that proves them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from oversight.management.backups import Refused, making


class Command(BaseCommand):
    help = (
        "Write a backup into a new folder: the database as pg_dump writes it, the encrypted files, and"
        " a list with a checksum of each table and file. The keys are not in it: keep them elsewhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "dir", type=Path, help="a new folder; with --dated the one it goes into"
        )
        parser.add_argument("--dated", action="store_true", help="name the backup by its instant")
        parser.add_argument(
            "--keep", type=int, help="with --dated: keep so many, remove older ones"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        parent, keep = options["dir"], options["keep"]
        if keep is not None and (keep < 1 or not options["dated"]):
            raise CommandError("--keep goes with --dated, and keeps at least one.")
        target = parent / f"{timezone.now():%Y%m%dT%H%M%SZ}" if options["dated"] else parent
        try:
            made = making.make(connection, target.absolute())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        rows = sum(total.count for total in made.tables.values())
        self.stdout.write(
            f"{target}: {len(made.tables)} tables, {rows} rows, {len(made.files)} files."
            " The keys are not in it."
        )
        for old in making.prune(parent, keep) if keep else []:
            self.stdout.write(f"removed {old}")
        if made.missing_files:
            raise CommandError(
                f"The backup is whole, but {len(made.missing_files)} files that rows speak of were not"
                f" in the folder: {', '.join(made.missing_files[:5])}"
            )
