"""Sending what waits in the outbox, at least once, with a Message-ID that never changes."""

import smtplib
import uuid
from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from oversight.accounts.models import User
from oversight.deadlines.actions.notices import new_message_id
from oversight.deadlines.choices import MessageState
from oversight.deadlines.models import Message, Notice
from oversight.deadlines.rules import ZONE, retry_at
from oversight.subjects.rules import find_subject

# Longer than any sending takes; a dead worker's rows are free again after it.
CLAIM = timedelta(minutes=2)
BATCH = 100
PERMANENT = 500


def send_pending(
    *, until: datetime | None = None, notices: list[uuid.UUID] | None = None
) -> Counter[str]:
    """Send what waits (or only the e-mails of some notices). Counts the outcomes."""
    outcome: Counter[str] = Counter()
    while until is None or timezone.now() < until:
        rows = Message.objects.sendable(timezone.now())
        if notices is not None:
            rows = rows.filter(notice__in=notices)
        keys = list(rows.values_list("pk", flat=True)[:BATCH])
        if not keys:
            break
        for key in keys:
            if until is not None and timezone.now() >= until:
                break
            outcome[_send_one(key)] += 1
    return outcome


def _send_one(key: uuid.UUID) -> str:
    claimed = timezone.now() + CLAIM
    if not _claim(key, claimed):
        return "taken"
    message = Message.objects.select_related("notice").get(pk=key)
    recipient = User.objects.with_grants().get(pk=message.recipient_id)
    mail = _compose(message, recipient)
    if mail is None:
        return _settle(message, claimed, state=MessageState.WITHHELD)
    try:
        mail.send()
    except Exception as error:
        return _failed(message, claimed, error)
    return _settle(message, claimed, state=MessageState.SENT, sent_at=timezone.now(), error="")


def _claim(key: uuid.UUID, claimed: datetime) -> bool:
    """Take one message in hand; of two workers one gets it."""
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    rows = Message.objects.filter(free, pk=key, state=MessageState.PENDING)
    return rows.update(claimed_until=claimed) == 1


def _settle(message: Message, claimed: datetime, **values: object) -> str:
    """Write the outcome, unless the claim ran out and somebody else has the message."""
    rows = Message.objects.filter(pk=message.pk, state=MessageState.PENDING, claimed_until=claimed)
    rows.update(claimed_until=None, attempts=message.attempts + 1, **values)
    return str(values["state"])


def _failed(message: Message, claimed: datetime, error: Exception) -> str:
    again = None if _is_permanent(error) else retry_at(message.attempts + 1, timezone.now())
    # The class of the error only: its text may hold an address.
    code = f"{type(error).__name__}:{getattr(error, 'smtp_code', '')}"[:60]
    if again is None:
        return _settle(message, claimed, state=MessageState.FAILED, error=code)
    _settle(message, claimed, state=MessageState.PENDING, error=code, try_at=again)
    return "later"


def _is_permanent(error: Exception) -> bool:
    """The server said never, or the message cannot be written down at all."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return bool(codes) and min(codes) >= PERMANENT
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= PERMANENT
    return isinstance(error, ValueError)


def _compose(message: Message, recipient: User) -> EmailMessage | None:
    """The e-mail in the person's language; None when they may no longer see what it is about."""
    if not recipient.is_active:
        return None
    with translation.override(recipient.language):
        context = _digest(message) if message.notice is None else _one(message.notice, recipient)
        if context is None:
            return None
        return EmailMessage(
            subject=render_to_string("email/subject.txt").strip(),
            body=render_to_string("oversight/deadlines/email/notice.txt", context).strip() + "\n",
            to=[recipient.email],
            headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        )


def _digest(message: Message) -> dict[str, object] | None:
    count = message.carries.count()
    link = settings.BASE_URL + reverse("deadlines:notices")
    return {"count": count, "link": link} if count else None


def _one(notice: Notice, recipient: User) -> dict[str, object] | None:
    kind = find_subject(notice.subject_label)
    record = kind.visible(recipient, notice.subject_id) if kind else None
    if kind is None or record is None:
        return None
    return {
        "sentence": notice.get_kind_display(),
        "reference": kind.reference(record),
        "due": notice.due_at.astimezone(ZONE) if notice.due_at else None,
        "zone": settings.TIME_ZONE,
        "link": settings.BASE_URL + kind.link(record, recipient),
    }


def make_digests(*, now: datetime | None = None) -> int:
    """Turn what waits for the daily e-mail into one e-mail per person."""
    now = now or timezone.now()
    waiting = Message.objects.for_digest().order_by().values_list("recipient", flat=True)
    return sum(_make_digest(person, now) for person in waiting.distinct())


@transaction.atomic
def _make_digest(person: uuid.UUID, now: datetime) -> int:
    rows = Message.objects.for_digest().filter(recipient=person)
    keys = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
    if not keys:
        return 0
    key = uuid.uuid4()
    carrier = Message.objects.create(id=key, recipient_id=person, message_id=new_message_id(key))
    # The rows are carried now: if the e-mail must be tried again, it is the same e-mail.
    Message.objects.filter(pk__in=keys).update(
        carried_by=carrier, state=MessageState.SENT, sent_at=now
    )
    return 1
