"""What lists and pages of accounts show."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oversight.accounts.choices import SCOPES
from oversight.accounts.models import ApiToken, FactorReset, RoleGrant, User
from oversight.accounts.rules import ENDS_SOON_DAYS, scope_codes
from oversight.authority.rules import Held
from oversight.rest.actions import usages
from oversight.rest.rules import MINUTE, Used, token_name

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

    def of(self, grant: RoleGrant | Held) -> str:
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
    """A person's tokens, those that work first: what they may, until when and how much they asked."""
    now = timezone.now()
    tokens = list(person.tokens.select_related("replaced_by"))
    asked = usages(kind="token", who=[token_name(token.pk) for token in tokens], now=now)
    rows = [_token_row(token, asked[token_name(token.pk)], now) for token in tokens]
    return sorted(rows, key=lambda row: not row["usable"])


def _token_row(token: ApiToken, used: list[Used], now: datetime) -> Row:
    label, tone = _token_state(token, now)
    words = dict(SCOPES)
    usable = tone in ("done", "due")
    return {
        "token": token,
        "state": label,
        "tone": tone,
        "usable": usable,
        "may": [str(words.get(scope, scope)) for scope in token.scopes],
        "last_used": last_used(token.last_used_at, now),
        "quota": [quota_words(one) for one in used] if usable else [],
        "rotatable": usable and not token.is_replaced,
    }


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


def _token_state(token: ApiToken, now: datetime) -> tuple[str, str]:
    over = token.revoked_at or token.expires_at <= now
    if over:
        if token.is_replaced:
            return _("replaced"), "neutral"
        return (_("revoked") if token.revoked_at else _("expired")), "neutral"
    if token.is_replaced:
        return _("old secret: ends soon"), "due"
    if token.expires_at <= now + timedelta(days=ENDS_SOON_DAYS):
        return _("ends soon"), "due"
    return _("usable"), "done"


def last_used(at: datetime | None, now: datetime) -> str:
    """Rounded: enough to see whether a token is still needed."""
    if at is None:
        return _("never")
    if now - at < timedelta(hours=1):
        return _("within the last hour")
    days = (timezone.localdate(now) - timezone.localdate(at)).days
    if days == 0:
        return _("today")
    return date_format(timezone.localtime(at), "j F Y")


def quota_words(used: Used) -> str:
    """How much of the minute or the day is used."""
    limit = number_format(used.window.limit, force_grouping=True)
    if used.used is None:
        return _("cannot be counted at the moment")
    asked = {"used": number_format(used.used, force_grouping=True), "limit": limit}
    if used.window.name == MINUTE:
        return _("%(used)s of %(limit)s in this minute") % asked
    return _("%(used)s of %(limit)s since midnight in Port-au-Prince") % asked
