"""Admin classes of the oversight app, imported so that Django registers them."""

from oversight.accounts.admin import OrganisationAdmin, RoleGrantAdmin, UserAdmin
from oversight.deadlines.admin import DeadlineAdmin, DeadlineRuleAdmin, OfficeDayAdmin
from oversight.events.admin import EventAdmin
from oversight.imports.admin import ImportRunAdmin
from oversight.vocabularies.admin import VocabularyAdmin

__all__ = [
    "DeadlineAdmin",
    "DeadlineRuleAdmin",
    "EventAdmin",
    "ImportRunAdmin",
    "OfficeDayAdmin",
    "OrganisationAdmin",
    "RoleGrantAdmin",
    "UserAdmin",
    "VocabularyAdmin",
]
