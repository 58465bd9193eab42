"""Telling people: notices at once, e-mail through the outbox."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from oversight.accounts.models import FactorReset, RoleGrant, User
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import holds
from oversight.deadlines.choices import Habit, MessageState, NoticeKind
from oversight.deadlines.models import Message, Notice, NoticePreference
from oversight.subjects.rules import find_subject


def new_message_id(key: uuid.UUID) -> str:
    """Stable per row: a second sending after a crash carries the same."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{key.hex}@{domain}>"


def publish(notices: list[Notice]) -> list[Notice]:
    """Insert notices that are not there yet, and what e-mail they call for. In one transaction.

    Returns those that this call inserted.
    """
    if not notices:
        return []
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    mine = set(Notice.objects.filter(pk__in=[n.pk for n in notices]).values_list("pk", flat=True))
    fresh = [notice for notice in notices if notice.pk in mine]
    habits = _habits({notice.recipient_id for notice in fresh})
    Message.objects.bulk_create(
        _message(notice, habit)
        for notice in fresh
        if (habit := habits.get(notice.recipient_id, Habit.AT_ONCE)) != Habit.IN_APP
    )
    return fresh


def _habits(users: set[Any]) -> dict[Any, str]:
    rows = NoticePreference.objects.filter(user__in=users)
    return dict(rows.values_list("user_id", "habit"))


def _message(notice: Notice, habit: str) -> Message:
    key = uuid.uuid4()
    return Message(
        id=key,
        recipient_id=notice.recipient_id,
        notice=notice,
        # What is urgent does not wait for the morning.
        in_digest=habit == Habit.DIGEST and notice.kind != NoticeKind.DANGER_REPORTED,
        message_id=new_message_id(key),
    )


@transaction.atomic
def notify(
    *,
    users: Iterable[Any],
    kind: str,
    subject: models.Model,
    by: Any = None,
    now: datetime | None = None,
) -> list[Notice]:
    """Tell these people, save who did it and who may not see the subject.

    The notice is there with the caller's commit; the worker sends the e-mail after it.
    """
    now, kind = now or timezone.now(), NoticeKind(kind)
    wanted = {user.pk for user in users} - {getattr(by, "pk", None)}
    people = User.objects.active().with_grants().filter(pk__in=wanted).order_by("pk")
    kind_of = find_subject(subject._meta.label_lower)
    if kind_of is None:
        # Nobody says who may see it, so nobody is told.
        return []
    return publish(
        [
            Notice(
                recipient=person,
                kind=kind,
                subject_label=kind_of.label,
                subject_id=subject.pk,
                dedupe=f"notice:{uuid.uuid4().hex}",
                created_at=now,
            )
            for person in people
            if kind_of.visible(person, subject.pk)
        ]
    )


def tell_of_waiting_role(*, grant: RoleGrant, by: Any, now: datetime | None = None) -> list[Notice]:
    """Everybody who may approve a role, save who gave it and who gets it."""
    others = User.objects.active().with_grants().exclude(pk=grant.user_id)
    approvers = [person for person in others if holds(person, Permission.GRANT_APPROVE)]
    kind = NoticeKind.ROLE_AWAITS_APPROVAL
    return notify(users=approvers, kind=kind, subject=grant, by=by, now=now)


def tell_of_factor_reset(
    *, reset: FactorReset, by: Any, now: datetime | None = None
) -> list[Notice]:
    """Who may approve it; and once it is done the person, whose sign-in has changed."""
    if reset.approved_at:
        users, kind = [reset.user], NoticeKind.SECOND_STEP_RESET
    else:
        others = User.objects.active().with_grants().exclude(pk=reset.user_id)
        users = [person for person in others if holds(person, Permission.GRANT_APPROVE)]
        kind = NoticeKind.RESET_AWAITS_APPROVAL
    return notify(users=users, kind=kind, subject=reset, by=by, now=now)


@transaction.atomic
def mark_read(*, by: Any, notice: Notice | None = None, now: datetime | None = None) -> int:
    """Mark one of the person's notices as read, or all of them."""
    rows = Notice.objects.visible_to(by).unread()
    rows = rows.filter(pk=notice.pk) if notice else rows
    return rows.update(read_at=now or timezone.now())


@transaction.atomic
def set_habit(*, by: Any, habit: str, now: datetime | None = None) -> NoticePreference:
    """A person's own choice of how to be told."""
    row = NoticePreference.objects.select_for_update().filter(user=by).first()
    row = row or NoticePreference(user=by)
    old, row.habit = row.habit if row.pk and not row._state.adding else "", Habit(habit)
    row.full_clean()
    row.save()
    if row.habit != Habit.DIGEST:
        # What waited for a daily e-mail that will not come goes now, or nowhere.
        waiting = Message.objects.for_digest().filter(recipient=by)
        state = MessageState.WITHHELD if row.habit == Habit.IN_APP else MessageState.PENDING
        waiting.update(in_digest=False, state=state)
    changes = {"habit": (old, row.habit)}
    audit.record(type="notices.chosen", by=by, target=row, subject=by, changes=changes, now=now)
    return row
