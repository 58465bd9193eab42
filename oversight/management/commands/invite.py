"""`manage.py invite EMAIL --role R`: an account, a role and a link to choose a password."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from oversight.accounts.actions import (
    create_user,
    grant_role,
    invite,
    somebody_approves,
)
from oversight.accounts.models import Organisation, User
from oversight.accounts.rules import scope_from
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
        parser.add_argument("--scope", default="", help="HT01, sea or KE; or department:HT01")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                user = self.make(options)
                link = "" if user.has_usable_password() else invite(user=user, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except RuleBroken as broken:
            raise CommandError(str(broken)) from broken
        said = "This person has a password already, and signs in with it."
        self.stdout.write(link or said)

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
        limit = scope_from(options["scope"])
        if limit is None:
            raise CommandError(
                "--scope takes the code of a department, a track or a contributing State: "
                "HT01, sea or KE, or with its kind: department:HT01, track:sea, contingent:KE"
            )
        self.give(user, options["role"], *limit)
        return user

    def give(self, user: User, role: str, kind: str, value: str) -> None:
        """Recorded as the system's: whoever runs this holds the database. A lead still approves.

        Called again, it adds no second role of the same kind.
        """
        same = user.grants.filter(role=role, scope_kind=kind, scope_value=value)
        ended = Q(ends_on__lt=timezone.localdate()) | Q(revoked_at__isnull=False)
        grant = same.exclude(ended).first() or grant_role(
            user=user,
            role=role,
            by=None,
            scope_kind=kind,
            scope_value=value,
            waits=somebody_approves(),
        )
        if grant.awaits_approval:
            self.stderr.write("This role is guarded: it starts when a lead has approved it.")

    def organisation(self, name: str) -> Organisation | None:
        if not name:
            return None
        return Organisation.objects.get_or_create(name=name, defaults={"kind": "other"})[0]
