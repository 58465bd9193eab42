"""Admin classes of the oversight app, imported so that Django registers them."""

from oversight.accounts.admin import OrganisationAdmin, RoleGrantAdmin, UserAdmin
from oversight.deadlines.admin import DeadlineAdmin, DeadlineRuleAdmin, HolidayAdmin
from oversight.events.admin import EventAdmin
from oversight.imports.admin import ImportRunAdmin
from oversight.vocabularies.admin import VocabularyAdmin

__all__ = [
    "DeadlineAdmin",
    "DeadlineRuleAdmin",
    "EventAdmin",
    "HolidayAdmin",
    "ImportRunAdmin",
    "OrganisationAdmin",
    "RoleGrantAdmin",
    "UserAdmin",
    "VocabularyAdmin",
]
