"""Where people in danger or in need are sent."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.reports.access import visible_referrals
from oversight.vocabularies.rules import current_language, in_language


class ReferralQuerySet(models.QuerySet["ReferralContact"]):
    """Questions about referral contacts."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_referrals(user))

    def shown(self) -> Self:
        return self.filter(is_active=True)


class ReferralContact(models.Model):
    """One office or service that helps; never a person. Shown on every page of the report form."""

    slug = models.SlugField(_("code"), max_length=60, primary_key=True)
    kind = models.CharField(_("kind"), max_length=40)
    order = models.PositiveIntegerField(_("order"), default=0)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    name_ht = models.CharField(_("name in Haitian Creole"), max_length=200, blank=True)
    help_en = models.CharField(_("what it does, English"), max_length=400, blank=True)
    help_fr = models.CharField(_("what it does, French"), max_length=400, blank=True)
    help_ht = models.CharField(_("what it does, Haitian Creole"), max_length=400, blank=True)
    # [{"type": "phone" or "email", "value": "…", "hours": {"en": "…", …}}]
    channels = models.JSONField(_("how to reach it"), default=list, blank=True)
    fictional = models.BooleanField(_("invented for demonstration"), default=False)
    is_active = models.BooleanField(_("shown"), default=True)
    # Set when a person edits the row, so that a later load of the shipped file leaves it alone.
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True, editable=False)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"name_en", "name_fr", "name_ht", "fictional", "is_active"}
    )
    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral contact")
        verbose_name_plural = _("referral contacts")
        ordering = ("order", "slug")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")

    @property
    def note(self) -> str:
        return in_language(self, "help")

    def _channel(self, type: str) -> dict[str, Any]:
        return next((c for c in self.channels if c.get("type") == type), {})

    @property
    def phone(self) -> str:
        return str(self._channel("phone").get("value", ""))

    @property
    def hours(self) -> str:
        hours = self._channel("phone").get("hours") or {}
        return str(hours.get(current_language()) or hours.get("en", ""))
