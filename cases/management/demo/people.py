"""The people of the fictional office."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from oversight.accounts.actions import create_user, grant_role, issue_token
from oversight.accounts.choices import OrganisationKind
from oversight.accounts.models import Organisation, User
from oversight.authority.rules import ROLES

# The demonstration holds nothing worth guarding and listens on this machine alone.
PASSWORD = "fictional-data-only"  # noqa: S105
OFFICE = "Oversight office (fictional)"
PARTNER = "Partner organisation (fictional)"


@dataclass(frozen=True)
class Character:
    """One person of the demonstration; `key` is the name in `var/demo.json`."""

    key: str
    role: str
    name: str
    language: str = "fr"
    scope: tuple[str, str] = ("", "")


MAIN = (
    Character("monitor", "monitor", "Demo Monitor", "ht"),
    Character("reviewer", "reviewer", "Demo Reviewer", "en"),
    Character("lead", "lead", "Demo Lead", "en"),
    Character("lead2", "lead", "Demo Second Lead"),
    Character("focal_point", "focal_point", "Demo Focal Point"),
    Character("vetting", "vetting_officer", "Demo Vetting Officer", "en"),
    Character("vetting2", "vetting_officer", "Demo Second Vetting Officer"),
    Character("ngo", "ngo", "Demo Analyst", "en"),
    Character("auditor", "auditor", "Demo Auditor", "en"),
    Character("admin", "administrator", "Demo Administrator", "en"),
)
OTHERS = (
    *(Character(f"monitor{n}", "monitor", f"Demo Monitor {n}", "ht") for n in range(2, 9)),
    *(Character(f"reviewer{n}", "reviewer", f"Demo Reviewer {n}") for n in range(2, 6)),
    Character("reviewer-ouest", "reviewer", "Demo Reviewer Ouest", scope=("department", "HT01")),
    Character("focal_point2", "focal_point", "Demo Focal Point 2"),
)


def _create(character: Character, office: Organisation, partner: Organisation) -> User:
    user = create_user(
        email=f"{character.key}@demo.example",
        name=character.name,
        by=None,
        organisation=partner if character.role == "ngo" else office,
        language=character.language,
    )
    kind, value = character.scope
    grant_role(user=user, role=character.role, by=None, scope_kind=kind, scope_value=value)
    return user


def create_people() -> dict[str, User]:
    """Everybody, by key."""
    office, _ = Organisation.objects.get_or_create(name=OFFICE, kind=OrganisationKind.OFFICE)
    partner, _ = Organisation.objects.get_or_create(name=PARTNER, kind=OrganisationKind.NGO)
    users = {c.key: _create(c, office, partner) for c in (*MAIN, *OTHERS)}
    # Hashed once for all: the hash is slow on purpose, and the password is known anyway.
    User.objects.filter(pk__in=[u.pk for u in users.values()]).update(
        password=make_password(PASSWORD)
    )
    return users


def sign_ins(keys: Sequence[str] = tuple(c.key for c in MAIN)) -> dict[str, dict[str, str]]:
    """E-mail, password and a fresh token of each main person."""
    return {key: _sign_in(key) for key in keys}


def _sign_in(key: str) -> dict[str, str]:
    user = User.objects.get(email=f"{key}@demo.example")
    allowed = {p.value for held in user.held for p in ROLES[held.role].permissions}
    _token, secret = issue_token(user=user, name="demonstration", scopes=sorted(allowed), by=user)
    return {"email": user.email, "password": PASSWORD, "token": secret}
