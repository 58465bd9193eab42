"""The standing people of the tests, and how they sign in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from rest_framework.test import APIClient

from oversight.accounts.actions import create_user, grant_role, issue_token
from oversight.accounts.models import User
from oversight.authority.rules import ROLES

PASSWORD = "correct horse battery 9"


def make_user(email: str, *roles: str, scope: tuple[str, str] = ("", ""), **traits: Any) -> User:
    """A user holding the roles, in one scope, who reads English unless said otherwise."""
    traits.setdefault("language", "en")
    user = create_user(email=email, name=email.split("@")[0], by=None, password=PASSWORD, **traits)
    for role in roles:
        grant_role(user=user, role=role, by=None, scope_kind=scope[0], scope_value=scope[1])
    return User.objects.get(pk=user.pk)


def _person(name: str, *roles: str, **traits: Any) -> Any:
    @pytest.fixture(name=name)
    def person(db: None) -> User:
        return make_user(f"{name}@office.example", *roles, **traits)

    return person


monitor = _person("monitor", "monitor")
other_monitor = _person("other_monitor", "monitor")
reviewer = _person("reviewer", "reviewer")
other_reviewer = _person("other_reviewer", "reviewer")
lead = _person("lead", "lead")
lead2 = _person("lead2", "lead")
focal_point = _person("focal_point", "focal_point")
vetting_officer = _person("vetting_officer", "vetting_officer")
vetting_officer2 = _person("vetting_officer2", "vetting_officer")
ngo = _person("ngo", "ngo")
auditor = _person("auditor", "auditor")
administrator = _person("administrator", "administrator")
outsider = _person("outsider")


@pytest.fixture
def officers(vetting_officer: User, vetting_officer2: User) -> tuple[User, User]:
    """Two who vet: one proposes, the other decides."""
    return vetting_officer, vetting_officer2


@pytest.fixture
def everybody(
    monitor: User,
    reviewer: User,
    lead: User,
    focal_point: User,
    vetting_officer: User,
    ngo: User,
    auditor: User,
    administrator: User,
    outsider: User,
) -> dict[str, User]:
    """One person per role, and one without any."""
    return {key: value for key, value in locals().items() if isinstance(value, User)}


@pytest.fixture
def client_of(db: None) -> Callable[[User], Client]:
    """A browser signed in as somebody, in English."""

    def sign_in(user: User) -> Client:
        client = Client()
        # The choice made on this device wins over the person's own.
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def api(db: None) -> Callable[[User | None], APIClient]:
    """A program with a real token of somebody that may do all the person may."""

    def sign_in(user: User | None) -> APIClient:
        client = APIClient(headers={"accept-language": "en"})
        if user is not None:
            allowed = {p for held in user.held for p in ROLES[held.role].permissions}
            _token, secret = issue_token(
                user=user, name="tests", scopes=list(allowed) or ["report.file"], by=None
            )
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return client

    return sign_in
