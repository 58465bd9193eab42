"""Django configuration of the cases app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """What was reported, and what came of it."""

    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from cases.casework.columns import register_casework
        from cases.desk.columns import register_desk, register_office
        from cases.desk.context import tell_of_holdings
        from cases.reports.context import tell_the_house as register_reports
        from cases.summaries.columns import register_summaries
        from cases.triage.context import register_triage
        from oversight.pages.rules import register_home

        register_reports()
        register_casework()
        register_summaries()
        register_triage()
        register_desk()
        tell_of_holdings()
        register_office()
        register_home("desk:work")
