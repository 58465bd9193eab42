"""`manage.py import_roster FILE [--mapping M]`: who a State sends, who arrived and left."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mission.deployment.actions import import_roster
from mission.deployment.actions.roster.writing import BREACH, UNIT
from oversight.accounts.models import User
from oversight.authority.rules import RuleBroken
from oversight.imports.actions.reading import Outcome

SHOWN = 50


class Command(BaseCommand):
    help = "Import a roster (CSV, XLSX, XLS, ODS). A second run of the same file writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, help="YAML file of the columns")
        parser.add_argument("--by", help="e-mail of the person who answers for the import")
        parser.add_argument("--quarantine", type=Path, help="where rows that do not fit are put")
        parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = import_roster(
                path=options["file"],
                mapping=options["mapping"],
                by=self._person(options["by"]),
                dry_run=options["dry_run"],
                quarantine=options["quarantine"],
            )
        except RuleBroken as broken:
            raise CommandError(str(broken)) from None
        self._tell(outcome)
        self.stdout.write(str(outcome))

    def _tell(self, outcome: Outcome) -> None:
        """Row errors, units that were made, breaches; never a name."""
        for row, line, why in outcome.errors:
            self.stdout.write(f"row {row} (line {line}): {why}")
        if outcome.quarantine:
            self.stdout.write(f"rows with reasons: {outcome.quarantine}")
        for text in (text for kind, text in outcome.notes if kind == UNIT):
            self.stdout.write(f"unit created: {text}")
        breaches = [text for kind, text in outcome.notes if kind == BREACH]
        for text in breaches[:SHOWN]:
            self.stdout.write(f"arrived uncleared: {text}")
        if breaches:
            self.stdout.write(f"arrived uncleared, all: {len(breaches)}")

    @staticmethod
    def _person(email: str | None) -> User | None:
        if not email:
            return None
        person = User.objects.active().filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"There is no active account {email}.")
        return person
