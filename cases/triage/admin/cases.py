"""The case list and the page of a case."""

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.casework import actions
from cases.casework.access import visible_cases
from cases.casework.models import Case
from cases.casework.workflow import BY_NAME
from cases.triage.admin import case_page as page
from cases.triage.admin.bulk import Bulk
from cases.triage.admin.case_dialogs import ASSIGN, case_dialogs
from cases.triage.admin.lists import Column, Tab
from cases.triage.admin.report_page import clocks as clocks_of
from cases.triage.admin.screens import Screen
from cases.triage.columns import case_rows, department_names, with_next_clock
from cases.triage.columns.files import FileShape, case_file
from cases.triage.filters import CaseFilters
from cases.triage.forms.cases import AssignMany
from cases.triage.rules import CASE_TONES
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission

PEOPLE = ("assign", "focal_point", "ask_to_take", "recuse")


def assign_one(case: Case, by: Any, data: dict[str, Any]) -> Any:
    return actions.assign(case=case, by=by, **data)


@admin.register(Case)
class CaseAdmin(Screen):
    """Cases that the person may see."""

    sees = (Permission.CASE_SEE,)
    search_fields = ("reference",)
    rule = staticmethod(visible_cases)
    list_title = _("Cases")
    list_template = "cases/triage/cases.html"
    page_template = "cases/triage/case.html"
    preview_template = "cases/triage/case_preview.html"
    filterset_class = CaseFilters
    bulk = (
        Bulk(
            "assign",
            ASSIGN.label,
            _("The person works on all of them and gets a notice for each."),
            AssignMany,
            run=assign_one,
        ),
    )
    tabs = (
        Tab("mine", _("Assigned to me"), lambda rows, user: rows.open().assigned_to(user), "due"),
        Tab("open", _("Open"), lambda rows, user: rows.open(), "due"),
        Tab("closed", _("Closed"), lambda rows, user: rows.filter(status="closed"), "-updated"),
        Tab("all", _("All"), lambda rows, user: rows, "-updated"),
    )
    columns = (
        Column("reference", _("Reference"), "reference"),
        Column("due", _("Due"), "due"),
        Column("status", _("Status"), "status"),
        Column("title", _("Title")),
        Column("track", _("Track"), "track"),
        Column("severity", _("Severity"), "severity"),
        Column("updated", _("Changed"), "updated"),
    )
    orders = {
        "reference": F("reference"),
        "track": F("track"),
        "status": F("status"),
        "severity": F("severity"),
        "due": F("next_due"),
        "updated": F("updated_at"),
    }

    def with_list_data(self, rows: Any) -> Any:
        return with_next_clock(rows.with_list_data())

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("place", "opened_by")

    def rows(self, found: list[Any]) -> list[dict[str, Any]]:
        return case_rows(found)

    def file_shape(self, *, with_titles: bool) -> FileShape:
        return case_file(with_titles=with_titles)

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return case_dialogs(subject, by)

    def url_after(self, result: Any) -> str:
        """Moving a report leads to the case it is in now."""
        return self.address("change", result.pk) if isinstance(result, Case) else ""

    def preview_sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        return {"facts": page.facts(subject), "allegations": page.allegations(subject, None, {})}

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        by = request.user
        dialogs = case_dialogs(subject, by)
        departments = department_names()
        clocks, links = clocks_of(subject, by), page.all_links(subject, by)
        buttons = {
            name: self.button(subject, dialog, request)
            for name, dialog in dialogs.items()
            if dialog.part is None
        }
        return {
            "tone": CASE_TONES[subject.status],
            "due": page.next_clock(clocks),
            "moves": [button for name, button in buttons.items() if name in BY_NAME],
            "covers": [buttons[name] for name in ("edit", "track") if name in buttons],
            "of": buttons,
            "people_buttons": [buttons[name] for name in PEOPLE if name in buttons],
            "facts": page.facts(subject, departments),
            "reports": page.reports(subject, links, dialogs, departments),
            "former": page.former_reports(links),
            "allegations": page.allegations(subject, by, dialogs),
            "standings": page.standings(subject, dialogs),
            "notes": page.notes(subject),
            "clocks": clocks,
            "timeline": timeline(subject),
        }

    def standings_of(self, subject: Any) -> list[Any]:
        return list(subject.access.filter(ended_at__isnull=True).select_related("user"))
