"""States, contingents and units in the admin: read-only."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from mission.force.models import Contingent, State, Unit
from oversight.authority.admin import GuardedAdmin, GuardedInline
from oversight.authority.choices import Permission

READERS = (
    Permission.MANDATE_MANAGE,
    Permission.REPORT_TRIAGE,
    Permission.CASE_SEE,
    Permission.EVENT_SEE,
)


class Named:
    """The name in the reader's language, under a translated heading."""

    @admin.display(description=_("name"), ordering="label_en")
    def called(self, row: Any) -> str:
        return row.label


@admin.register(State)
class StateAdmin(Named, GuardedAdmin):
    """States that give, offered or announced personnel."""

    sees = READERS
    list_display = ("called", "code")
    search_fields = ("code", "label_en", "label_fr", "label_ht")


class UnitInline(GuardedInline):
    """The units of one contingent."""

    model = Unit
    sees = READERS
    fields = ("code", "label_en", "label_fr", "label_ht", "parent")


@admin.register(Contingent)
class ContingentAdmin(GuardedAdmin):
    """What each contributing State gives."""

    sees = READERS
    list_display = ("state", "code")
    list_select_related = ("state",)
    search_fields = ("state__code", "state__label_en", "state__label_fr", "state__label_ht")
    inlines = (UnitInline,)

    @admin.display(description=_("code"), ordering="state")
    def code(self, contingent: Contingent) -> str:
        return contingent.state_id


@admin.register(Unit)
class UnitAdmin(Named, GuardedAdmin):
    """Parts of contingents."""

    sees = READERS
    list_display = ("called", "code", "contingent", "parent")
    list_filter = ("contingent",)
    search_fields = ("code", "label_en", "label_fr", "label_ht")
