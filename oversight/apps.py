"""Django configuration of the oversight app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """The office: who may act, what was done, what is due, what may leave."""

    name = "oversight"
    verbose_name = _("Oversight office")
