"""`manage.py import_reports FILE --mapping M`: old records in, bad rows to a quarantine file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from oversight.accounts.models import User
from oversight.authority.rules import RuleBroken
from oversight.imports.actions import run


class Command(BaseCommand):
    help = "Import reports from a CSV file. A second run adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True, help="YAML file of the columns")
        parser.add_argument("--by", help="e-mail of the person who answers for the import")
        parser.add_argument("--quarantine", type=Path, help="where rows that do not fit are put")
        parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = run(
                path=options["file"],
                mapping=options["mapping"],
                by=self._person(options["by"]),
                dry_run=options["dry_run"],
                quarantine=options["quarantine"],
            )
        except RuleBroken as broken:
            raise CommandError(str(broken)) from None
        if outcome.quarantine:
            self.stdout.write(f"rows with reasons: {outcome.quarantine}")
        self.stdout.write(str(outcome))

    @staticmethod
    def _person(email: str | None) -> User | None:
        if not email:
            return None
        person = User.objects.active().filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"There is no active account {email}.")
        return person
