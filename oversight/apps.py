"""Django configuration of the oversight app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """The office: who may act, what was done, what is due, what may leave."""

    name = "oversight"
    verbose_name = _("Office")

    def ready(self) -> None:
        from oversight.accounts.adapters import listen
        from oversight.accounts.columns import resets_to_approve
        from oversight.accounts.rules import register_reset_teller, register_teller
        from oversight.audit.columns import OFFICE
        from oversight.audit.rules import register_labeller, register_sentences
        from oversight.authority.choices import Permission
        from oversight.deadlines.actions import load_shipped as load_deadline_rules
        from oversight.deadlines.actions import tell_of_factor_reset, tell_of_waiting_role
        from oversight.deadlines.columns import register_clocks
        from oversight.files.context import tell_the_house as register_files
        from oversight.pages.columns import (
            api_tokens,
            factor_resets,
            role_grants,
            tell_of_holdings,
        )
        from oversight.subjects.rules import WorkPanel, register, register_loader, register_panel
        from oversight.vocabularies.actions import load_shipped
        from oversight.vocabularies.models import label_of

        register(role_grants())
        register(factor_resets())
        register(api_tokens())
        register_teller(tell_of_waiting_role)
        register_reset_teller(tell_of_factor_reset)
        listen()
        tell_of_holdings()
        register_loader("vocabularies", load_shipped)
        register_sentences(OFFICE)
        register_files()
        register_labeller(label_of)
        register_loader("deadline rules", load_deadline_rules)
        register_clocks()
        register_panel(
            "resets",
            WorkPanel(
                _("Resets to approve"),
                resets_to_approve,
                frozenset({Permission.GRANT_APPROVE}),
                order=46,
            ),
        )
