"""The first people of an empty office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.signing import BadSignature, TimestampSigner
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from oversight.accounts.actions.grants import grant_role
from oversight.accounts.actions.invitations import link_for
from oversight.accounts.actions.users import create_user
from oversight.accounts.choices import OrganisationKind
from oversight.accounts.models import Organisation, User
from oversight.audit import actions as audit
from oversight.authority.rules import Conflict, RuleBroken

# The key is good for a day, and only as long as there is nobody.
KEY_SECONDS = 60 * 60 * 24
_SALT = "office.set_up"
# Any number will do; whoever sets up holds it until the end of the transaction.
_LOCK = 26_991_002


@dataclass(frozen=True)
class Newcomer:
    """One of the first people. `field` names where the form asked for them."""

    name: str
    email: str
    role: str
    field: str = ""


def set_up_key() -> str:
    """What the person at the machine is given to prove it."""
    return TimestampSigner(salt=_SALT).sign("first")


def is_set_up() -> bool:
    """Whether anybody has an account."""
    return User.objects.get_queryset().exists()


def may_set_up(key: str) -> bool:
    """Whether this key opens the set-up now."""
    try:
        TimestampSigner(salt=_SALT).unsign(key, max_age=KEY_SECONDS)
    except BadSignature:
        return False
    return not is_set_up()


def _alone() -> None:
    """Of two who set up at once the second waits, and then finds it done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _check_different(people: Sequence[Newcomer]) -> None:
    seen: set[str] = set()
    for person in people:
        if person.email.lower() in seen:
            raise RuleBroken(
                "same_person",
                _("These must be three different people: each checks what the others do."),
                f"/{person.field}",
            )
        seen.add(person.email.lower())


@transaction.atomic
def set_up(
    *,
    organisation: str,
    people: Sequence[Newcomer],
    language: str = "fr",
    now: datetime | None = None,
) -> list[tuple[User, str]]:
    """The office, its administrator and its leads, each with the link that chooses a password.

    There is nobody yet who could approve anybody, so the system gives these roles; from then on a
    role that sees cases takes an administrator and a lead. Raises Conflict once there is an account.
    """
    _alone()
    if is_set_up():
        raise Conflict("already_set_up", _("This office is set up already."))
    _check_different(people)
    office = Organisation(name=organisation, kind=OrganisationKind.OFFICE)
    office.full_clean()
    office.save(force_insert=True)
    made = [_welcome(person, office, language, now) for person in people]
    audit.record(type="office.set_up", by=None, target=office, now=now)
    return [(user, link_for(user=user)) for user in made]


def _welcome(person: Newcomer, office: Organisation, language: str, now: datetime | None) -> User:
    user = create_user(
        email=person.email,
        name=person.name,
        by=None,
        organisation=office,
        language=language,
        now=now,
    )
    grant_role(user=user, role=person.role, by=None, now=now)
    return user
