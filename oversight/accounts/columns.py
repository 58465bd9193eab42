"""What lists and pages of accounts show."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oversight.accounts.choices import SCOPES
from oversight.accounts.models import ApiToken, FactorReset, RoleGrant, User
from oversight.accounts.rules import scope_codes

Row = dict[str, Any]


def state_of(grant: RoleGrant, today: date) -> tuple[str, str]:
    """In which state a grant is, and the tone of the badge."""
    if grant.revoked_at or (grant.ends_on and grant.ends_on < today):
        return _("ended"), "neutral"
    if grant.awaits_approval:
        return _("waits for a lead"), "due"
    if grant.starts_on > today:
        return _("starts later"), "waiting"
    return _("running"), "done"


def invitation_state(person: User) -> Row:
    """Where an invitation stands, for somebody without a password."""
    ends_at = person.invitation_ends_at
    if ends_at is None:
        return {"label": _("not invited"), "tone": "neutral"}
    if ends_at < timezone.now():
        return {"label": _("invitation ran out"), "tone": "overdue"}
    day = date_format(timezone.localtime(ends_at), "j F")
    return {"label": _("invited until %(day)s") % {"day": day}, "tone": "waiting"}


class Limits:
    """Names of what roles are narrowed to; each kind is read once."""

    def __init__(self) -> None:
        self._names = cache(scope_codes)

    def of(self, grant: RoleGrant) -> str:
        if not grant.scope_kind:
            return _("everywhere")
        names = self._names(grant.scope_kind)
        return str(names.get(grant.scope_value, grant.scope_value))


def attach_roles(people: Iterable[User]) -> None:
    """The roles each person holds or waits for, as one line, on the row."""
    limits, today = Limits(), timezone.localdate()
    for person in people:
        person.roles_line = ", ".join(
            _role_words(grant, limits)
            for grant in person.grants.all()
            if grant.is_running(today) or (grant.awaits_approval and not grant.revoked_at)
        )


def _role_words(grant: RoleGrant, limits: Limits) -> str:
    words = str(grant.get_role_display())
    if grant.scope_kind:
        words = f"{words} ({limits.of(grant)})"
    return _("%(role)s: waits") % {"role": words} if grant.awaits_approval else words


def grant_rows(person: User) -> list[Row]:
    """A person's grants, those that count first."""
    limits, today = Limits(), timezone.localdate()
    grants = person.grants.select_related("granted_by", "approved_by", "revoked_by")
    rows = []
    for grant in grants:
        label, tone = state_of(grant, today)
        row = {"grant": grant, "role": capfirst(str(grant.get_role_display()))}
        rows.append(row | {"limit": limits.of(grant), "state": label, "tone": tone})
    order = ("due", "done", "waiting", "neutral")
    return sorted(rows, key=lambda row: order.index(row["tone"]))


def token_rows(person: User) -> list[Row]:
    """A person's tokens: what they may and until when, never the secret."""
    now = timezone.now()
    return [_token_row(token, now) for token in person.tokens.all()]


def _token_row(token: ApiToken, now: Any) -> Row:
    if token.revoked_at:
        label, tone = _("revoked"), "neutral"
    elif token.expires_at <= now:
        label, tone = _("expired"), "neutral"
    else:
        label, tone = _("usable"), "done"
    words = dict(SCOPES)
    may = [str(words.get(scope, scope)) for scope in token.scopes]
    return {"token": token, "state": label, "tone": tone, "usable": tone == "done", "may": may}


def reset_state(reset: FactorReset, now: Any) -> tuple[str, str]:
    """In which state a reset is, and the tone of the badge."""
    if reset.approved_at:
        return _("done"), "done"
    if reset.refused_at:
        return _("refused"), "overdue"
    if reset.waits(now):
        return _("waits for a lead"), "due"
    return _("lapsed"), "neutral"


def reset_rows(person: User) -> list[Row]:
    """Resets that were asked for, newest first."""
    now = timezone.now()
    rows = []
    for reset in person.resets.select_related("asked_by", "approved_by", "refused_by"):
        label, tone = reset_state(reset, now)
        rows.append({"reset": reset, "state": label, "tone": tone, "waits": tone == "due"})
    return rows


def resets_to_approve(user: Any) -> list[Row]:
    """What waits for a lead who did not ask for it and is not the person."""
    waiting = FactorReset.objects.visible_to(user).waiting(timezone.now())
    others = waiting.exclude(user=user.pk).exclude(asked_by=user.pk)
    return [
        {
            "title": reset.user.name,
            "url": reverse("admin:oversight_user_change", args=[reset.user_id]),
            "note": _("Asked for by %(name)s") % {"name": reset.asked_by.name},
        }
        for reset in others.select_related("user", "asked_by").order_by("asked_at", "id")
    ]


def factor_words(person: User) -> str:
    """Which second steps a person has, in words."""
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    app = [_("authenticator app")] if Authenticator.Type.TOTP in kinds else []
    keys = kinds.count(Authenticator.Type.WEBAUTHN)
    words = ngettext("%(count)s passkey", "%(count)s passkeys", keys) % {"count": keys}
    return ", ".join([*app, *([words] if keys else [])])
