"""The register in the admin: found by State and number, never by a name that anybody could read."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from mission.force.actions import find_by_name
from mission.force.admin.dialogs import REGISTER, dialogs_about
from mission.force.admin.exports import ListFiles
from mission.force.admin.filters import FunctionFilter, PresenceFilter, StateFilter, UnitFilter
from mission.force.columns.people import (
    TONES,
    attach_places,
    file_cells,
    function_of,
    line_of,
    membership_rows,
    person_facts,
)
from mission.force.forms import FindByNameForm
from mission.force.models import Personnel
from mission.force.rules import person_filters, person_sections
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, holds
from oversight.pages.admin import status_badge


@admin.register(Personnel)
class PersonnelAdmin(ListFiles, RecordAdmin):
    """Members of the force: State and number, rank, function, unit, status, whether they are there."""

    sees = (Permission.PERSONNEL_SEE,)
    adds = (Permission.PERSONNEL_MANAGE,)
    list_display = ("called", "rank", "works_as", "unit_today", "standing", "here")
    search_fields = ("service_number",)
    search_help_text = _("A service number. Never type a name here: use “Find by name”.")
    ordering = ("state_id", "service_number")
    list_per_page = 50
    show_full_result_count = False
    page_template = "mission/force/person.html"
    file_columns = (
        *(_("State"), _("Service number"), _("Rank"), _("Function"), _("Status")),
        *(_("Unit"), _("In this unit since"), _("In Haiti")),
    )

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.find_view)
        return [path("find/", view, name="mission_personnel_find"), *super().get_urls()]

    def get_list_filter(self, request: HttpRequest) -> Any:
        own = (StateFilter, UnitFilter, "status", FunctionFilter, PresenceFilter)
        return (*own, *person_filters())

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        page = super().get_changelist_instance(request)
        page.result_list = attach_places(page.result_list)
        return page

    def list_tools(self, request: HttpRequest) -> list[dict[str, Any]]:
        tools = super().list_tools(request)
        if holds(request.user, Permission.PERSONNEL_REVEAL):
            tools.insert(0, {"label": gettext("Find by name"), "url": self.address("find")})
        if holds(request.user, Permission.PERSONNEL_MANAGE):
            url = reverse("admin:mission_rosterupload_add")
            tools.append({"label": gettext("Import a roster"), "url": url})
        return tools

    @display(description=_("State and number"), ordering="service_number")
    def called(self, person: Personnel) -> str:
        return person.reference

    @display(description=_("function"), ordering="function")
    def works_as(self, person: Personnel) -> str:
        return function_of(person) or "–"

    @display(description=_("unit today"))
    def unit_today(self, person: Any) -> str:
        member = person.membership
        if member is None:
            return "–"
        if member.commands:
            return gettext("%(unit)s (commands it)") % {"unit": member.unit.label}
        return str(member.unit.label)

    @display(description=_("status"), ordering="status")
    def standing(self, person: Personnel) -> str:
        return status_badge(person.get_status_display(), TONES[person.status])  # type: ignore[index]

    @display(description=_("in Haiti"))
    def here(self, person: Any) -> str:
        if person.is_present:
            return status_badge(gettext("present"), "done")
        return status_badge(gettext("not present"), "neutral")

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("state", "reports_to")

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return dialogs_about(subject, by)

    def url_after(self, result: Any) -> str:
        is_new = isinstance(result, Personnel)
        return self.address("change", result.pk) if is_new else ""

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        day = timezone.localdate()
        attach_places([subject], day)
        return {
            "facts": person_facts(subject),
            "badges": [self.standing(subject), self.here(subject)],
            "moves": self.buttons(subject, request, "change", "move", "reveal"),
            "memberships": membership_rows(subject, day),
            "line": line_of(subject, request.user),
            "more": brought(person_sections(), subject, request.user, day),
            "timeline": timeline(subject),
        }

    def file_cells(self, rows: list[Any], user: Any) -> Iterable[list[Any]]:
        return file_cells(rows)

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.serve(request, REGISTER, None)

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """Who bears a name: asked in a body, so that no address or log keeps it."""
        if not holds(request.user, Permission.PERSONNEL_REVEAL):
            raise PermissionDenied
        form = FindByNameForm(request.POST or None, by=request.user)
        found: list[Any] | None = None
        if request.method == "POST" and form.is_valid():
            try:
                rows = find_by_name(name=form.cleaned_data["name"], by=request.user)
                found = [{"row": row, "url": self.page_url(row)} for row in rows]
            except RuleBroken as broken:
                form.refuse(broken)
        context = self.page_context(
            request,
            title=_("Find by name"),
            form=form,
            found=found,
            back=self.address("changelist"),
        )
        status = 400 if form.errors else 200
        return TemplateResponse(request, "mission/force/find.html", context, status=status)


def brought(sections: Any, row: Any, user: Any, day: Any) -> list[dict[str, Any]]:
    """The cards of the slices above that this reader may see."""
    found = []
    for name, section in sections.items():
        content = section.content(row, user, day)
        if content is not None:
            own = {"name": name, "title": section.title, "template": section.template}
            found.append({**own, "row": row, **content})
    return found
