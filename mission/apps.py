"""Django configuration of the mission app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MissionConfig(AppConfig):
    """What was mandated, and who carries it out."""

    name = "mission"
    verbose_name = _("Mission")

    def ready(self) -> None:
        from mission.force.actions import load_shipped as load_force
        from mission.force.models import contingent_names
        from mission.mandate.actions import load_shipped as load_mandate
        from mission.places.actions import load_shipped as load_places
        from mission.places.models import department_names
        from oversight.accounts.rules import register_scope
        from oversight.authority.choices import ScopeKind
        from oversight.subjects.rules import register_loader

        register_scope(ScopeKind.DEPARTMENT, department_names)
        register_scope(ScopeKind.CONTINGENT, contingent_names)
        register_loader("mandate", load_mandate)
        register_loader("places", load_places)
        register_loader("force", load_force)
