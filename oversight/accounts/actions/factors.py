"""The second step: its events, its keys, and how it is taken away when a phone is lost."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts.actions.common import locked, require_reason
from oversight.accounts.models import FactorReset, User
from oversight.accounts.rules import tell_of_reset
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted, require
from oversight.sealing.rules import rotate

SECRETS = ("secret", "seed")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_step(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def note_factor(*, user: User, type: str, now: datetime | None = None) -> None:
    """An event about one's own second step: which kind is no secret, its content is."""
    audit.record(type=type, by=user, target=user, now=now)


def _require_other(user: User, by: User) -> None:
    if by.pk == user.pk:
        raise NotPermitted("own_reset", _("Nobody resets their own second step."))


@transaction.atomic
def ask_reset(*, user: User, by: User, reason: str, now: datetime | None = None) -> FactorReset:
    """The first of two people: an administrator who has made sure who asks."""
    now = now or timezone.now()
    user = locked(user)
    require(by, Permission.ACCOUNT_MANAGE)
    _require_other(user, by)
    require_reason(reason)
    if not has_second_step(user):
        raise Conflict("no_second_step", _("This person has not set up a second step."))
    if user.resets.waiting(now).exists():
        raise Conflict("reset_waits", _("A reset already waits for a lead."))
    reset = FactorReset(user=user, reason=reason, asked_by=by, asked_at=now)
    reset.full_clean()
    reset.save(force_insert=True)
    audit.record(
        type="factor_reset.asked", by=by, target=reset, subject=user, reason=reason, now=now
    )
    tell_of_reset(reset=reset, by=by, now=now)
    return reset


def _held(reset: FactorReset, by: User, now: datetime) -> FactorReset:
    """The locked row, if it still waits and this person may decide on it."""
    reset = FactorReset.objects.select_for_update(of=("self",)).get(pk=reset.pk)
    require(by, Permission.GRANT_APPROVE)
    _require_other(reset.user, by)
    if not reset.waits(now):
        raise Conflict("not_waiting", _("This reset does not wait any more."))
    return reset


@transaction.atomic
def approve_reset(
    *, reset: FactorReset, by: User, reason: str = "", now: datetime | None = None
) -> FactorReset:
    """The second of two people: the second step is gone, and every session over.

    The person still needs their password, which neither of the two can set.
    """
    now = now or timezone.now()
    reset = _held(reset, by, now)
    if by.pk == reset.asked_by_id:
        raise NotPermitted("same_person", _("Somebody else has to approve this."))
    user = locked(reset.user)
    reset.approved_by, reset.approved_at = by, now
    reset.full_clean()
    reset.save()
    Authenticator.objects.filter(user=user).delete()
    user.sessions_ended_at = now
    user.save(update_fields=["sessions_ended_at"])
    audit.record(
        type="factor_reset.approved", by=by, target=reset, subject=user, reason=reason, now=now
    )
    tell_of_reset(reset=reset, by=by, now=now)
    return reset


@transaction.atomic
def refuse_reset(
    *, reset: FactorReset, by: User, reason: str, now: datetime | None = None
) -> FactorReset:
    """A lead says no: everything stays as it is."""
    now = now or timezone.now()
    reset = _held(reset, by, now)
    require_reason(reason)
    reset.refused_by, reset.refused_at = by, now
    reset.full_clean()
    reset.save()
    audit.record(
        type="factor_reset.refused",
        by=by,
        target=reset,
        subject=reset.user,
        reason=reason,
        now=now,
    )
    return reset


def reseal_factors() -> int:
    """Bring the secrets of authenticator apps and recovery codes under the newest key."""
    keys = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk")
    return sum(_reseal(pk) for (pk,) in keys.order_by("pk").iterator())


@transaction.atomic
def _reseal(pk: Any) -> int:
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return 0
    sealed = {name: rotate(row.data[name]) for name in SECRETS if name in row.data}
    row.data = {**row.data, **sealed}
    row.save(update_fields=["data"])
    return len(sealed)
