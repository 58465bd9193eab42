"""Levels of places."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    COUNTRY = "country", _("country")
    DEPARTMENT = "departement", _("department")
    ARRONDISSEMENT = "arrondissement", _("arrondissement")
    COMMUNE = "commune", _("commune")
    SECTION = "section_communale", _("communal section")
