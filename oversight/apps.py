"""Django configuration of the oversight app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """The office: who may act, what was done, what is due, what may leave."""

    name = "oversight"
    verbose_name = _("Office")

    def ready(self) -> None:
        from oversight.subjects.rules import register_loader
        from oversight.vocabularies.actions import load_shipped

        register_loader("vocabularies", load_shipped)
