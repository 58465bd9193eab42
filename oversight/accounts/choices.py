"""Kinds of organisation and of languages."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    OFFICE = "office", _("oversight office")
    NGO = "ngo", _("non-governmental organisation")
    STATE = "state", _("State body")
    UN = "un", _("United Nations body")
    SERVICE = "service", _("service for survivors")
    OTHER = "other", _("other")


def languages() -> list[tuple[str, str]]:
    """The languages a person may choose."""
    return list(settings.LANGUAGES)
