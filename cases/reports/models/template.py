"""Texts that the office has ready for who reported."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.reports.access import visible_templates
from cases.reports.choices import Purpose
from cases.reports.rules.messages import filled, strange_placeholders
from oversight.vocabularies.rules import LANGUAGES, in_language


class MessageTemplateQuerySet(models.QuerySet["MessageTemplate"]):
    """Questions about templates."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_templates(user))

    def offered(self, purpose: str) -> Self:
        return self.filter(purpose=purpose, retired_on__isnull=True)


class MessageTemplate(models.Model):
    """One ready text in three languages. It is filled into a message, which a person then sends."""

    code = models.SlugField(_("code"), max_length=60, primary_key=True)
    purpose = models.CharField(_("used for"), max_length=20, choices=Purpose)
    order = models.PositiveIntegerField(_("order"), default=0)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_ht = models.CharField(_("name in Haitian Creole"), max_length=120)
    text_en = models.TextField(_("text in English"), max_length=2000)
    text_fr = models.TextField(_("text in French"), max_length=2000)
    text_ht = models.TextField(_("text in Haitian Creole"), max_length=2000)
    # Whether somebody who speaks the language well has read the text.
    reviewed_en = models.BooleanField(_("English was reviewed"), default=False)
    reviewed_fr = models.BooleanField(_("French was reviewed"), default=False)
    reviewed_ht = models.BooleanField(_("Haitian Creole was reviewed"), default=False)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    # Set when a person edits the row, so that a later load of the shipped file leaves it alone.
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True, editable=False)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"code", "purpose", "order", "retired_on"}
        | {f"{field}_{lang}" for field in ("name", "text", "reviewed") for lang in LANGUAGES}
    )
    objects = MessageTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("ready text")
        verbose_name_plural = _("ready texts")
        ordering = ("purpose", "order", "code")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")

    def clean(self) -> None:
        found = {}
        for language in LANGUAGES:
            name = f"text_{language}"
            if strange := strange_placeholders(getattr(self, name)):
                message = _("“%(mark)s” cannot be filled in. Only {reference} can.")
                found[name] = ValidationError(message, "placeholder", {"mark": strange[0]})
        if found:
            raise ValidationError(found)

    def text_for(self, report: Any) -> str:
        """The text in the language of who reported, filled in."""
        return filled(in_language(self, "text", report.language), reference=report.reference)

    def is_reviewed_in(self, language: str) -> bool:
        return bool(getattr(self, f"reviewed_{language}", False))
