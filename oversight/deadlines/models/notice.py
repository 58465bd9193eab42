"""Notices in the application, and the outbox of e-mail."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.deadlines.access import own_rows
from oversight.deadlines.choices import Habit, MessageState, NoticeKind, Stage


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about notices."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(own_rows(user, "recipient"))

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One thing one person was told, in the application: once, whatever crashes.

    Holds no text: the sentence comes from the kind, the reference from the record, if the
    reader may still see it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey("oversight.User", models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=30, choices=NoticeKind)
    subject_label = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    deadline = models.ForeignKey(
        "oversight.Deadline", models.PROTECT, null=True, blank=True, related_name="notices"
    )
    stage = models.CharField(max_length=12, choices=Stage, blank=True, default="")
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    dedupe = models.CharField(max_length=200, unique=True, editable=False)
    created_at = models.DateTimeField(_("at"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(fields=("recipient", "-created_at", "-id"), name="notice_newest"),
            models.Index(
                fields=("recipient",), condition=Q(read_at__isnull=True), name="notice_unread"
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about the outbox."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(own_rows(user, "recipient"))

    def sendable(self, now: datetime) -> Self:
        """Waiting e-mail that is due for a try and that no living worker has in hand."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
        rows = self.filter(free, state=MessageState.PENDING, in_digest=False, try_at__lte=now)
        return rows.order_by("try_at", "pk")

    def for_digest(self) -> Self:
        """What waits for the next daily e-mail."""
        return self.filter(state=MessageState.PENDING, in_digest=True)


class Message(models.Model):
    """One e-mail to be sent: of one notice, or the daily one. Claimed by conditional update.

    `message_id` never changes, so that a second sending after a crash is recognised as the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey("oversight.User", models.PROTECT, related_name="+")
    notice = models.OneToOneField(
        "oversight.Notice", models.PROTECT, null=True, blank=True, related_name="message"
    )
    # A row that waits for the daily e-mail, and the e-mail that then carried it.
    in_digest = models.BooleanField(default=False)
    carried_by = models.ForeignKey(
        "oversight.Message", models.PROTECT, null=True, blank=True, related_name="carries"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState, default=MessageState.PENDING
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=60, blank=True)
    message_id = models.CharField(max_length=120, unique=True, editable=False)
    created_at = models.DateTimeField(_("at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(
                fields=("try_at", "id"),
                condition=Q(state="pending", in_digest=False),
                name="message_to_send",
            ),
            models.Index(
                fields=("recipient",),
                condition=Q(state="pending", in_digest=True),
                name="message_for_digest",
            ),
        )

    def __str__(self) -> str:
        return self.get_state_display()


class PreferenceQuerySet(models.QuerySet["NoticePreference"]):
    """Questions about preferences."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(own_rows(user, "user"))


class NoticePreference(models.Model):
    """How one person wants to be told. Without a row: an e-mail for each notice."""

    user = models.OneToOneField(
        "oversight.User", models.CASCADE, primary_key=True, related_name="notice_preference"
    )
    habit = models.CharField(
        _("e-mail about notices"), max_length=10, choices=Habit, default=Habit.AT_ONCE
    )

    audit_values: ClassVar[frozenset[str]] = frozenset({"habit"})
    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("preference about notices")
        verbose_name_plural = _("preferences about notices")

    def __str__(self) -> str:
        return self.get_habit_display()
