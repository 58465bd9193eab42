"""People: made, edited, suspended."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts.actions.common import locked, require_reason, take_over
from oversight.accounts.models import Organisation, User
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import ROLES, Conflict, NotPermitted, RuleBroken, require


@transaction.atomic
def create_user(
    *,
    email: str,
    name: str,
    by: User | None,
    organisation: Organisation | None = None,
    language: str = "fr",
    state: str = "",
    password: str | None = None,
    now: datetime | None = None,
) -> User:
    """A new account without any role. `by=None` is the system (first run, demo)."""
    if by is not None:
        require(by, Permission.ACCOUNT_MANAGE)
        if password is not None:
            raise NotPermitted("own_password", _("Each person chooses their own password."))
    user = User(
        email=User.objects.normalize_email(email).lower(),
        name=name,
        organisation=organisation,
        language=language,
        state=state,
        invited_at=None if password else now or timezone.now(),
    )
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    audit.record(type="user.created", by=by, target=user, now=now)
    return user


@transaction.atomic
def choose_language(*, user: User, language: str, by: User, now: datetime | None = None) -> User:
    """The language of a person's pages and e-mails; each chooses their own."""
    user = locked(user)
    if by.pk != user.pk:
        raise NotPermitted("not_yours", _("Each person chooses their own language."))
    before = user.language
    user.language = language
    user.full_clean()
    user.save(update_fields=["language"])
    audit.record(
        type="user.language_chosen",
        by=by,
        target=user,
        changes={"language": (before, language)},
        now=now,
    )
    return user


EDITED = ("name", "organisation", "language", "state")


def _require_same_reach(user: User, state: str) -> None:
    """Taking a person's State away would show them cases that recusal hides: not by one person."""
    sees_cases = any(ROLES[held.role].sees_cases for held in user.held)
    if user.state and state != user.state and sees_cases:
        raise RuleBroken(
            "state_decides_recusal",
            _(
                "The State decides which cases this person must not see. First end their roles "
                "that see cases; a lead approves them again after the change."
            ),
            "/state",
        )


@transaction.atomic
def edit_user(
    *, user: User, by: User, reason: str, now: datetime | None = None, **values: Any
) -> User:
    """Change name, organisation, language or State. The e-mail is the account: it stays."""
    user = locked(user)
    require(by, Permission.ACCOUNT_MANAGE)
    require_reason(reason)
    values = {field: values[field] for field in EDITED if field in values}
    if "state" in values:
        _require_same_reach(user, values["state"])
    changes = take_over(user, values)
    if not changes:
        return user
    user.full_clean()
    user.save(update_fields=[*changes])
    audit.record(type="user.edited", by=by, target=user, reason=reason, changes=changes, now=now)
    return user


@transaction.atomic
def suspend_user(*, user: User, by: User, reason: str, now: datetime | None = None) -> User:
    """Shut the door at once: no sign-in, every session over, every token revoked."""
    now = now or timezone.now()
    user = locked(user)
    require(by, Permission.ACCOUNT_MANAGE)
    require_reason(reason)
    if by.pk == user.pk:
        raise NotPermitted("own_account", _("Nobody suspends their own account."))
    if not user.is_active:
        raise Conflict("already_suspended", _("This account is suspended already."))
    user.is_active = False
    user.sessions_ended_at = now
    user.full_clean()
    user.save(update_fields=["is_active", "sessions_ended_at"])
    for token in user.tokens.select_for_update().filter(revoked_at__isnull=True):
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        audit.record(type="token.revoked", by=by, target=token, subject=user, now=now)
    changes = {"is_active": (True, False)}
    audit.record(type="user.suspended", by=by, target=user, reason=reason, changes=changes, now=now)
    return user


@transaction.atomic
def reactivate_user(*, user: User, by: User, reason: str, now: datetime | None = None) -> User:
    """Open the account again. Old sessions and tokens stay dead."""
    user = locked(user)
    require(by, Permission.ACCOUNT_MANAGE)
    require_reason(reason)
    if user.is_active:
        raise Conflict("not_suspended", _("This account is not suspended."))
    user.is_active = True
    user.full_clean()
    user.save(update_fields=["is_active"])
    changes = {"is_active": (False, True)}
    audit.record(
        type="user.reactivated", by=by, target=user, reason=reason, changes=changes, now=now
    )
    return user
