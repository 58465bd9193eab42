"""The event table."""

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from oversight.audit.access import visible_events


def append_only(*, name: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse UPDATE, DELETE and TRUNCATE on the table they are declared on."""
    return [
        pgtrigger.Protect(
            name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete
        ),
        pgtrigger.Trigger(
            name=f"{name}_no_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'this table is append-only';",
        ),
    ]


class EventQuerySet(models.QuerySet["Event"]):
    """Questions about events."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_events(user))

    def about(self, subject: models.Model) -> Self:
        """Events of one subject and of everything inside it, newest first."""
        return self.filter(
            subject_label=subject._meta.label_lower, subject_id=str(subject.pk)
        ).order_by("-at", "-id")


class Event(models.Model):
    """One thing that was done. Written in the transaction that did it; never changed.

    Holds no foreign keys, so that the log outlives what it speaks of, and no values
    outside the target model's `audit_values`: other values are keyed digests.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.CharField(_("what happened"), max_length=60)
    at = models.DateTimeField(_("at"))
    actor_id = models.CharField(_("who"), max_length=40, blank=True)
    target_label = models.CharField(_("kind of record"), max_length=60)
    target_id = models.CharField(_("record"), max_length=40)
    subject_label = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    reason = models.TextField(_("reason"), blank=True)
    changes = models.JSONField(_("changes"), default=dict)

    audit_values: ClassVar[frozenset[str]] = frozenset({"format", "filters"})
    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("subject_label", "subject_id", "-at"), name="event_subject"),
            models.Index(fields=("actor_id", "-at"), name="event_actor"),
            models.Index(fields=("type", "-at"), name="event_type"),
            models.Index(fields=("-at", "-id"), name="event_newest"),
        )
        triggers = append_only(name="event")

    def __str__(self) -> str:
        return date_format(timezone.localtime(self.at), "DATETIME_FORMAT")
