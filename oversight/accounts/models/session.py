"""Where a person is signed in."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts.choices import Browser, System


class SessionRecordQuerySet(models.QuerySet["SessionRecord"]):
    """Questions about sessions."""

    def visible_to(self, user: Any) -> Self:
        """Everybody sees their own, and nobody else's."""
        pk = getattr(user, "pk", None)
        return self.filter(user_id=pk) if pk else self.none()

    def begun_since(self, ended_at: datetime | None) -> Self:
        """Without those that ended when somebody ended all."""
        return self.filter(Q(started_at__gt=ended_at)) if ended_at else self.all()


class SessionRecord(models.Model):
    """One device on which a person signed in, described no closer than by kind.

    Of the session only a digest of its key is kept, of the device no address and no version.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("oversight.User", models.CASCADE, related_name="sessions")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    browser = models.CharField(_("browser"), max_length=10, choices=Browser, blank=True)
    system = models.CharField(_("system"), max_length=10, choices=System, blank=True)
    started_at = models.DateTimeField(_("signed in at"), default=timezone.now)
    # Rounded down to five minutes: when exactly somebody worked is nobody's business.
    last_seen_at = models.DateTimeField(_("last active at"), default=timezone.now)

    audit_values: ClassVar[frozenset[str]] = frozenset()
    objects = SessionRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("-last_seen_at", "-started_at")

    def __str__(self) -> str:
        parts = [self.get_browser_display(), self.get_system_display()]
        return ", ".join(str(part) for part in parts if part) or str(_("Unknown device"))
