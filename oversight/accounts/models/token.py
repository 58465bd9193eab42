"""API tokens."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts.access import visible_belongings
from oversight.accounts.choices import SCOPES


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Questions about tokens."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_belongings(user))

    def usable(self, now: datetime) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=now, user__is_active=True)

    def ending(self, now: datetime, until: datetime) -> Self:
        """Usable ones that end soon, whose owner was not told and has not replaced them."""
        soon = self.usable(now).filter(expires_at__lte=until)
        open_ones = soon.filter(warned_at__isnull=True, replaced_by__isnull=True)
        return open_ones.select_related("user")


class ApiToken(models.Model):
    """A secret a program signs in with. Only its SHA-256 is kept: the secret has 256 bits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("oversight.User", models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("what it may do"))
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    # The older secret that this one takes the place of; it may go on for some days.
    replaces = models.OneToOneField(
        "oversight.ApiToken",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    # When its owner was told that it ends soon.
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)

    audit_values: ClassVar[frozenset[str]] = frozenset({"scopes", "expires_at"})
    audit_words: ClassVar[dict[str, dict[str, Any]]] = {"scopes": {str(k): v for k, v in SCOPES}}
    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_replaced(self) -> bool:
        """Whether a newer secret has taken its place."""
        return hasattr(self, "replaced_by")
