"""People of the made-up office, and how the benchmark signs in as them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

from oversight.accounts.actions import create_user, grant_role, issue_token
from oversight.accounts.models import User
from oversight.authority.rules import ROLES

NUMBERS = {"reviewer": 20, "lead": 3, "focal_point": 4, "monitor": 40, "ngo": 1}


@dataclass(frozen=True)
class Office:
    """The keys of everybody, by role."""

    people: dict[str, list[Any]]

    @property
    def reviewer(self) -> Any:
        """Who asks: an ordinary reviewer."""
        return self.people["reviewer"][0]


def create_office() -> Office:
    people: dict[str, list[Any]] = {}
    for role, number in NUMBERS.items():
        for count in range(number):
            name = f"{role}{count}"
            user = create_user(email=f"{name}@bench.example", name=name, by=None, language="en")
            grant_role(user=user, role=role, by=None)
            people.setdefault(role, []).append(user.pk)
    return Office(people)


def token_of(key: Any) -> str:
    """A real token that may do all the person may."""
    user = User.objects.get(pk=key)
    scopes = {p.value for held in user.held for p in ROLES[held.role].permissions}
    return issue_token(user=user, name="benchmark", scopes=sorted(scopes), by=None)[1]


def session_of(key: Any) -> str:
    """The cookie of a signed-in browser."""
    client = Client()
    user = User.objects.get(pk=key)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value
