"""Where a person is signed in: noted, listed, ended."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from oversight.accounts.models import SessionRecord, User
from oversight.accounts.rules import device_of, digest_of
from oversight.audit import actions as audit

STEP = timedelta(minutes=5)


def _rounded(now: datetime) -> datetime:
    return now - timedelta(minutes=now.minute % 5, seconds=now.second, microseconds=now.microsecond)


def note_sign_in(
    *, user: User, key: str, header: str, now: datetime | None = None
) -> SessionRecord:
    """A row for the person's own list; the header of the browser is read for its family alone."""
    now = now or timezone.now()
    browser, system = device_of(header)
    seen = {"user": user, "browser": browser, "system": system, "last_seen_at": _rounded(now)}
    record, _new = SessionRecord.objects.update_or_create(
        digest=digest_of(key), defaults=seen, create_defaults={**seen, "started_at": _rounded(now)}
    )
    return record


def note_activity(*, record_id: str, key: str, now: datetime | None = None) -> None:
    """The session is in use; its key may have changed since."""
    seen = _rounded(now or timezone.now())
    rows = SessionRecord.objects.filter(pk=record_id)
    rows.update(digest=digest_of(key), last_seen_at=seen)


def _living_keys(now: datetime) -> dict[str, str]:
    """Keys of all sessions that have not run out, by their digest."""
    keys = Session.objects.filter(expire_date__gt=now).values_list("session_key", flat=True)
    return {digest_of(key): key for key in keys.iterator()}


def own_sessions(*, user: User, now: datetime | None = None) -> list[SessionRecord]:
    """The person's sessions that still live."""
    living = _living_keys(now or timezone.now())
    rows = SessionRecord.objects.visible_to(user).begun_since(user.sessions_ended_at)
    return [row for row in rows if row.digest in living]


@transaction.atomic
def end_session(*, record: SessionRecord, by: User, now: datetime | None = None) -> None:
    """Sign out one device of one's own."""
    _end([record], by=by, now=now or timezone.now())


@transaction.atomic
def end_other_sessions(*, user: User, current: str, by: User, now: datetime | None = None) -> int:
    """Sign out every device but the one with this key; gives how many there were."""
    now = now or timezone.now()
    kept = digest_of(current)
    others = [row for row in own_sessions(user=user, now=now) if row.digest != kept]
    _end(others, by=by, now=now)
    return len(others)


def _end(records: list[SessionRecord], *, by: User, now: datetime) -> None:
    living = _living_keys(now)
    for record in records:
        if key := living.get(record.digest):
            Session.objects.filter(session_key=key).delete()
        audit.record(type="session.ended", by=by, target=record, subject=record.user, now=now)
        record.delete()


def forget_sessions(*, now: datetime | None = None) -> int:
    """Remove what is left of sessions that are over."""
    now = now or timezone.now()
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    store.clear_expired()
    old = now - timedelta(seconds=settings.SESSION_COOKIE_AGE) - STEP
    stale = SessionRecord.objects.filter(last_seen_at__lt=old)
    count, _by_model = stale.delete()
    return count
