"""`manage.py invite EMAIL --role R`: an account, a role and a link to choose a password."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from oversight.accounts.actions import create_user, grant_role, link_for
from oversight.accounts.models import Organisation, User
from oversight.authority.choices import ScopeKind
from oversight.authority.rules import ROLES, RuleBroken


class Command(BaseCommand):
    help = "Make an account with a role and print the link with which its owner chooses a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=sorted(ROLES))
        parser.add_argument("--name", default="")
        parser.add_argument("--language", default="fr", choices=[c for c, _ in settings.LANGUAGES])
        parser.add_argument("--organisation", default="", help="name; made when it is not there")
        parser.add_argument("--state", default="", help="two letters: the State they serve")
        parser.add_argument("--scope", default="", help="department=HT01, track=sea, contingent=KE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                user = self.make(options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except RuleBroken as broken:
            raise CommandError(str(broken)) from broken
        self.stdout.write(link_for(user=user))

    def make(self, options: dict[str, Any]) -> User:
        user = User.objects.filter(email=options["email"].lower()).first()
        user = user or create_user(
            email=options["email"],
            name=options["name"] or options["email"].split("@")[0],
            by=None,
            organisation=self.organisation(options["organisation"]),
            language=options["language"],
            state=options["state"].upper(),
        )
        kind, _separator, value = options["scope"].partition("=")
        if kind not in ScopeKind.values or bool(kind) != bool(value):
            raise CommandError("--scope takes department=CODE, track=CODE or contingent=CODE")
        # Whoever can run this holds the database: the act is recorded as the system's.
        grant_role(user=user, role=options["role"], by=None, scope_kind=kind, scope_value=value)
        return user

    def organisation(self, name: str) -> Organisation | None:
        if not name:
            return None
        return Organisation.objects.get_or_create(name=name, defaults={"kind": "other"})[0]
