"""Django configuration of the mission app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MissionConfig(AppConfig):
    """What was mandated, and who carries it out."""

    name = "mission"
    verbose_name = _("Mission")

    def ready(self) -> None:
        from mission.deployment.context import register_deployment
        from mission.force.actions import load_shipped as load_force
        from mission.force.context import register_force
        from mission.force.models import contingent_names
        from mission.mandate.actions import load_shipped as load_mandate
        from mission.places.actions import load_shipped as load_places
        from mission.places.models import department_names
        from mission.training.actions import load_shipped as load_training
        from mission.training.context import register_training
        from mission.vetting.actions import load_shipped as load_vetting
        from mission.vetting.context import register_vetting
        from oversight.accounts.rules import register_scope
        from oversight.authority.choices import ScopeKind
        from oversight.subjects.rules import register_loader

        register_scope(ScopeKind.DEPARTMENT, department_names)
        register_scope(ScopeKind.CONTINGENT, contingent_names)
        register_loader("mandate", load_mandate)
        register_loader("places", load_places)
        register_loader("force", load_force)
        register_loader("training", load_training)
        register_loader("vetting", load_vetting)
        register_force()
        register_training()
        register_vetting()
        register_deployment()
