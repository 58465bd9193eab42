"""How notices and lists speak of the office's own records."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oversight.accounts.models import ApiToken, FactorReset, RoleGrant, User
from oversight.accounts.rules import register_work
from oversight.authority.choices import Permission
from oversight.authority.rules import holds
from oversight.deadlines.models import Deadline
from oversight.subjects.columns import work_of
from oversight.subjects.rules import Holding, Subject, holdings, register_holding


def _page(grant: RoleGrant) -> str:
    return reverse("admin:oversight_user_change", args=[grant.user_id])


def _title(grant: RoleGrant) -> str:
    return str(grant.get_role_display())


def _nothing(record: Any) -> str:
    """An e-mail names no role and no person."""
    return ""


def role_grants() -> Subject:
    """A role that somebody was given; its page is the person's."""
    return Subject(label="oversight.rolegrant", title=_title, url=_page, reference=_nothing)


# Django's file backend ends each message so.
MAIL_END = b"-" * 79
MOST_MAILS = 50


def mails_to(address: str, folder: Path) -> list[dict[str, Any]]:
    """The newest e-mails in a folder that were sent to one address: when, subject, text.

    Those of others are never shown: they hold links that open accounts.
    """
    found: list[dict[str, Any]] = []
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files:
        parts = reversed(path.read_bytes().split(MAIL_END))
        found += [row for part in parts if part.strip() and (row := _mail(part, address))]
        if len(found) >= MOST_MAILS:
            break
    found.sort(key=lambda row: row["at"], reverse=True)
    return found[:MOST_MAILS]


def _mail(raw: bytes, address: str) -> dict[str, Any] | None:
    message: EmailMessage = message_from_bytes(raw.strip() + b"\n", policy=policy.default)  # type: ignore[assignment]
    sent_to = {to.lower() for _name, to in getaddresses(message.get_all("To", []))}
    if address.lower() not in sent_to:
        return None
    body = message.get_body(("plain",))
    return {
        "at": _sent_at(message),
        "subject": str(message["Subject"]),
        "text": body.get_content().strip() if body else "",
    }


def _sent_at(message: EmailMessage) -> datetime:
    """When it was written; a date without a zone is in UTC (RFC 5322)."""
    at: datetime = message["Date"].datetime
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _reset_page(reset: FactorReset, user: User) -> str:
    """The person's own page of second steps, or for who decides the page of the person."""
    if holds(user, Permission.ACCOUNT_MANAGE, Permission.GRANT_APPROVE):
        return reverse("admin:oversight_user_change", args=[reset.user_id])
    return reverse("mfa_index")


def factor_resets() -> Subject:
    """A second step that is to be taken away."""
    return Subject(
        label="oversight.factorreset",
        title=str,
        url=lambda reset: reverse("mfa_index"),
        url_for=_reset_page,
        reference=_nothing,
    )


def _tokens_page(token: ApiToken) -> str:
    return reverse("accounts:tokens")


def api_tokens() -> Subject:
    """A token; what its owner called it stays on the page."""
    return Subject(label="oversight.apitoken", title=str, url=_tokens_page, reference=_nothing)


def _clocks(person: Any, reader: Any = None) -> Any:
    """Running clocks of the records that rest on a person."""
    running = Deadline.objects.running() if reader is None else Deadline.objects.visible_to(reader)
    found = Q(pk__in=())
    for kind in holdings().values():
        if kind.hand_over:
            keys = kind.held_by(person).order_by().values("pk")
            found |= Q(subject_label=kind.label, subject_id__in=keys)
    return running.running().filter(found)


def _grants(person: Any, reader: Any = None) -> Any:
    """Roles that a person gave, or was given, and that no lead has approved."""
    rows = RoleGrant.objects.all() if reader is None else RoleGrant.objects.visible_to(reader)
    mine = Q(granted_by=person.pk) | Q(user=person.pk)
    return rows.filter(mine, awaits_approval=True, revoked_at__isnull=True)


def tell_of_holdings() -> None:
    """Called once, by the app's `ready()`."""
    register_work(work_of)
    register_holding(
        "clocks",
        Holding(
            "oversight.deadline",
            _("Running clocks"),
            _clocks,
            Permission.CASE_SEE,
            _("They follow their case or report: whoever takes it over is reminded."),
            order=30,
        ),
    )
    register_holding(
        "grants",
        Holding(
            "oversight.rolegrant",
            _("Roles waiting for a lead"),
            _grants,
            Permission.GRANT_APPROVE,
            _("Approve or refuse them on the pages of those people."),
            order=70,
        ),
    )
