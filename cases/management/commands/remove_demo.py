"""`manage.py remove_demo --yes`: the fictional data and the banner go, an empty office remains."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError, connection

from cases.management.demo import removal
from oversight.management import resting


class Command(BaseCommand):
    help = (
        "Remove the demonstration: all fictional people, reports, cases, figures and e-mails, and "
        "the banner. What the product brings (vocabularies, places, mandate) is loaded afresh. "
        "Refuses when people with accounts of their own have written anything."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do it; without, only say what goes")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This office is not a demonstration: there is nothing to remove.")
        try:
            found = removal.look()
            removal.check(found)
            self.say(found)
            if not options["yes"]:
                raise CommandError("Nothing was removed. Add --yes to do it.")
            self.remove()
        except removal.NotRemovable as refused:
            raise CommandError(str(refused)) from refused
        self.finish()

    def say(self, found: removal.Found) -> None:
        lines = [
            f"Fictional: {found.fictional} accounts, {found.reports} reports, {found.cases} cases, "
            "with all that hangs on them.",
        ]
        if found.typed_in:
            lines.append(f"Of the reports, {found.typed_in} were sent while trying. They go too.")
        if found.others:
            lines.append(
                f"Accounts made while trying: {found.others}. They go too: in a demonstration "
                "anybody knows the administrator's password, so nobody's role can be trusted."
            )
        lines.append("Changes to vocabularies, deadline rules and other lists go back as shipped.")
        self.stdout.write("\n".join(lines))

    def remove(self) -> None:
        resting.ask(settings.VAR_DIR)
        removal.wait_until_alone()
        try:
            with removal.nobody_writes():
                removal.check(removal.look())
                removal.drop()
        except ProgrammingError as refused:
            raise CommandError(
                "The database refused: run this as the owner of its tables. Nothing was removed."
            ) from refused
        # From here on there is no demonstration, even if what follows is interrupted.
        (settings.VAR_DIR / "mode").write_text("empty\n")
        connection.close()

    def finish(self) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_reference", verbosity=0)
        cache.clear()
        left = removal.clear_folder(
            settings.VAR_DIR, Path(settings.EMAIL_FILE_PATH), Path(settings.FILES_DIR)
        )
        for folder in left:
            self.stdout.write(f"Remove the files in {folder} yourself.")
        self.stdout.write(
            "The demonstration is gone. Take DEMO out of the environment if it is there."
        )
        self.stdout.write("The referral contacts are invented: replace them before real use.")
        self.stdout.write("Set up the office here, within a day:")
        call_command("set_up", stdout=self.stdout)
