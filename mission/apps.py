"""Django configuration of the mission app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MissionConfig(AppConfig):
    """What was mandated, and who carries it out."""

    name = "mission"
    verbose_name = _("Mission")
