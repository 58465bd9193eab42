"""States, contingents and units in the admin: read-only."""

from django.contrib import admin

from mission.force.models import Contingent, State, Unit
from oversight.authority.admin import GuardedAdmin, GuardedInline
from oversight.authority.choices import Permission

READERS = (
    Permission.MANDATE_MANAGE,
    Permission.REPORT_TRIAGE,
    Permission.CASE_SEE,
    Permission.EVENT_SEE,
)


@admin.register(State)
class StateAdmin(GuardedAdmin):
    """States that give, offered or announced personnel."""

    sees = READERS
    list_display = ("label", "code")
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
    list_display = ("state", "state_id")
    list_select_related = ("state",)
    search_fields = ("state__code", "state__label_en", "state__label_fr", "state__label_ht")
    inlines = (UnitInline,)


@admin.register(Unit)
class UnitAdmin(GuardedAdmin):
    """Parts of contingents."""

    sees = READERS
    list_display = ("label", "code", "contingent", "parent")
    list_filter = ("contingent",)
    search_fields = ("code", "label_en", "label_fr", "label_ht")
