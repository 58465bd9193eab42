"""`manage.py restore DIR`: brings a backup back, and says plainly what is not as it was."""

from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from oversight.management.backups import Refused, manifest, restoring


class Command(BaseCommand):
    help = (
        "Bring back what `backup` wrote, as the owner of the database, with web, workers and beat"
        " stopped. Everything is checked before anything is touched, and compared afterwards."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path)
        parser.add_argument("--check", action="store_true", help="only look whether it is sound")
        parser.add_argument(
            "--compare", action="store_true", help="only compare it with what is here now"
        )
        parser.add_argument(
            "--replace", action="store_true", help="put it in the place of all that is there"
        )
        parser.add_argument(
            "--foreign", action="store_true", help="also take a list sealed with another key"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.work(options["dir"], options)
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def work(self, folder: Path, options: dict[str, Any]) -> None:
        listed = manifest.read(folder, foreign=options["foreign"])
        manifest.check_keys(listed)
        if damaged := manifest.damage(folder, listed):
            self.tell("This backup is damaged. Nothing was touched.", damaged)
        if options["check"]:
            self.stdout.write(f"Sound, and these keys open it. Made {listed.made_at}.")
            return
        if options["compare"]:
            differences = restoring.compare(connection, listed)
        else:
            differences = restoring.restore(connection, folder, listed, replace=options["replace"])
            cache.clear()
        if differences:
            self.tell("Not everything is as it was:", differences)
        rows = sum(total.count for total in listed.tables.values())
        self.stdout.write(
            f"As it was on {listed.made_at}: {len(listed.tables)} tables, {rows} rows and"
            f" {len(listed.files)} files have the same checksums."
        )
        if listed.missing_files:
            self.stdout.write(f"Files that were missing then too: {len(listed.missing_files)}.")
        if not options["compare"]:
            self.stdout.write(
                "Everybody is signed out. Run migrate and deploy/sql/grants.sql as the owner, then start."
            )

    def tell(self, headline: str, sentences: list[str]) -> None:
        for sentence in sentences:
            self.stderr.write(f"- {sentence}")
        raise CommandError(f"{headline} {len(sentences)} differences, named above.")
