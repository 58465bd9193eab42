"""`manage.py set_up`: the first people of an empty office, or the link of the page that asks for them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from oversight.accounts.actions import Newcomer, is_set_up, set_up, set_up_key
from oversight.authority.rules import RuleBroken


class Command(BaseCommand):
    help = (
        "Set up an empty office. Without options: print the link of the page that does it, good "
        "for a day. With --administrator and two --lead: make them and print their links."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", default="Oversight office")
        parser.add_argument("--administrator", default="", help="e-mail")
        parser.add_argument("--lead", action="append", default=[], help="e-mail; twice")
        parser.add_argument("--language", default="fr", choices=[c for c, _ in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        if is_set_up():
            raise CommandError("This office is set up already: its administrator invites people.")
        if not options["administrator"] and not options["lead"]:
            self.stdout.write(settings.BASE_URL + reverse("pages:set_up", args=[set_up_key()]))
            return
        if not options["administrator"] or len(options["lead"]) != 2:
            raise CommandError("Name one --administrator and two --lead, each by an e-mail.")
        for user, link in self.make(options):
            self.stdout.write(f"{user.email} {link}")

    def make(self, options: dict[str, Any]) -> Any:
        people = [
            Newcomer(_name(options["administrator"]), options["administrator"], "administrator")
        ]
        people += [Newcomer(_name(email), email, "lead") for email in options["lead"]]
        try:
            return set_up(
                organisation=options["organisation"], people=people, language=options["language"]
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except RuleBroken as broken:
            raise CommandError(str(broken)) from broken


def _name(email: str) -> str:
    """Until the administrator writes it down, the part before the sign."""
    return email.split("@")[0]
