"""States, contingents and units in the admin: their names are public, who is in them is not."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.force.admin.dialogs import ADD_UNIT, dialogs_of_unit
from mission.force.admin.exports import ListFiles
from mission.force.admin.personnel import brought
from mission.force.columns.strength import statements_of
from mission.force.columns.structure import (
    participation_rows,
    people_of,
    state_facts,
    strength_of_units,
    tree_of,
    unit_rows,
)
from mission.force.models import Contingent, State, Unit
from mission.force.rules import unit_sections
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import holds

READERS = (
    Permission.MANDATE_MANAGE,
    Permission.REPORT_TRIAGE,
    Permission.CASE_SEE,
    Permission.EVENT_SEE,
    Permission.PERSONNEL_SEE,
)


class Named:
    """The name in the reader's language, under a translated heading."""

    @admin.display(description=_("name"), ordering="label_en")
    def called(self, row: Any) -> str:
        return row.label


class Closed:
    """Records that change with the shipped data alone."""

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return {}


@admin.register(State)
class StateAdmin(Named, Closed, RecordAdmin):
    """States that give, offered or announced personnel."""

    sees = READERS
    list_display = ("called", "code")
    search_fields = ("code", "label_en", "label_fr", "label_ht")
    page_template = "mission/force/state.html"

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        return {
            "facts": state_facts(subject, request.user),
            "contingent": Contingent.objects.filter(state=subject).first(),
            "statements": statements_of(subject),
        }


@admin.register(Contingent)
class ContingentAdmin(Closed, RecordAdmin):
    """What each contributing State gives."""

    sees = READERS
    list_display = ("state", "code")
    list_select_related = ("state",)
    search_fields = ("state__code", "state__label_en", "state__label_fr", "state__label_ht")
    page_template = "mission/force/contingent.html"

    @admin.display(description=_("code"), ordering="state")
    def code(self, contingent: Contingent) -> str:
        return contingent.state_id

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("state")

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        return {
            "participations": participation_rows(subject),
            "units": unit_rows(subject, request.user, timezone.localdate()),
            "sees_people": holds(request.user, Permission.PERSONNEL_SEE),
        }


class ContingentFilter(admin.SimpleListFilter):
    title = _("contingent")
    parameter_name = "contingent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = Contingent.objects.select_related("state")
        return [(row.state_id, row.state.label) for row in rows]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(contingent__state=self.value()) if self.value() else queryset


@admin.register(Unit)
class UnitAdmin(Named, ListFiles, RecordAdmin):
    """Parts of contingents."""

    sees = READERS
    adds = (Permission.PERSONNEL_MANAGE,)
    list_display = ("called", "code", "contingent", "parent")
    list_filter = (ContingentFilter,)
    list_select_related = ("contingent__state", "parent")
    search_fields = ("code", "label_en", "label_fr", "label_ht")
    ordering = ("contingent__state", "code")
    page_template = "mission/force/unit.html"
    file_columns = (
        *(_("State"), _("Code"), _("Name"), _("Part of")),
        *(_("Members today"), _("In Haiti")),
    )

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        """Who is in a unit is for those who read the register."""
        counted = holds(request.user, Permission.PERSONNEL_SEE)
        return (*self.list_display, "members") if counted else self.list_display

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        page = super().get_changelist_instance(request)
        rows = list(page.result_list)
        strength = strength_of_units(rows, request.user, timezone.localdate())
        for row in rows:
            row.strength = strength.get(row.pk, (0, 0))
        page.result_list = rows
        return page

    @admin.display(description=_("members today"))
    def members(self, unit: Any) -> int:
        return unit.strength[0]

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("contingent__state", "parent")

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return dialogs_of_unit(subject, by)

    def url_after(self, result: Any) -> str:
        return self.address("change", result.pk)

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        user, day = request.user, timezone.localdate()
        reads = holds(user, Permission.PERSONNEL_SEE)
        return {
            "tree": tree_of(subject),
            "people": people_of(subject, user, day) if reads else None,
            "more": brought(unit_sections(), subject, user, day),
            "moves": self.buttons(subject, request, "change"),
            "timeline": timeline(subject) if reads else None,
        }

    def file_cells(self, rows: list[Any], user: Any) -> Iterable[list[Any]]:
        strength = strength_of_units(rows, user, timezone.localdate())
        for row in rows:
            members, present = strength.get(row.pk, (0, 0))
            above = row.parent.code if row.parent else ""
            yield [row.contingent.state_id, row.code, row.label, above, members, present]

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.serve(request, ADD_UNIT, None)
