"""One sweep of the clocks, at any instant."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from oversight.deadlines import actions
from oversight.deadlines.rules import parse_instant


class Command(BaseCommand):
    help = "Sends the reminders and escalations that are due at one instant (default: now)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--at",
            metavar="ISO",
            help="for example 2026-10-01T08:00; without a zone in America/Port-au-Prince,"
            " without a time the end of that day",
        )

    def handle(self, *args: Any, at: str | None, **options: Any) -> None:
        try:
            now = timezone.now() if at is None else parse_instant(at)
        except (ValueError, OverflowError):
            message = f"--at {at!r} is not an ISO instant, for example 2026-10-01T08:00."
            raise CommandError(message, returncode=2) from None
        made = actions.sweep(now=now)
        outcome = actions.send_pending()
        self.stdout.write(
            f"e-mails sent: {outcome['sent']}, withheld: {outcome['withheld']},"
            f" to be tried again: {outcome['later']}, failed: {outcome['failed']}"
        )
        self.stdout.write(f"reminders sent: {len(made)}")
