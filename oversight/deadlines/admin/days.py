"""The year of the office: public holidays, closed days, days worked all the same."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import holds
from oversight.deadlines import actions
from oversight.deadlines.admin.policy import MANAGE, SEES
from oversight.deadlines.columns import effect, year_of
from oversight.deadlines.forms import DayForm, SeenForm
from oversight.deadlines.models import OfficeDay

TEMPLATE = "oversight/deadlines/preview.html"
YEARS = range(2023, 2101)


def _values(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in ("reason", "seen")}


def _of_new(nothing: None, by: Any, data: dict[str, Any]) -> Any:
    values = _values(data)
    OfficeDay(**values).full_clean()
    return effect(OfficeDay(), actions.preview_day(**values), by, timezone.now())


def _of_change(row: OfficeDay, by: Any, data: dict[str, Any]) -> Any:
    found = actions.preview_day(office_day=row, **_values(data))
    return effect(row, found, by, timezone.now())


def _of_removal(row: OfficeDay, by: Any, data: dict[str, Any]) -> Any:
    return effect(row, actions.preview_removal(office_day=row), by, timezone.now())


ADD = Dialog(
    "add",
    _("Add a day"),
    _("Clocks that run in working days follow it, those that run already too."),
    DayForm,
    lambda nothing, by, data: actions.add_day(by=by, **data),
    done=_("The day is added, and the clocks follow it."),
    tone="primary",
    preview=_of_new,
    preview_template=TEMPLATE,
)
EDIT = Dialog(
    "edit",
    _("Change the day"),
    _("Clocks that run in working days follow it, those that run already too."),
    DayForm,
    lambda row, by, data: actions.edit_day(office_day=row, by=by, **data),
    done=_("The day is changed, and the clocks follow it."),
    preview=_of_change,
    preview_template=TEMPLATE,
)
REMOVE = Dialog(
    "remove",
    _("Take the day away"),
    _("The day is again what the week and the public holidays make of it; clocks follow."),
    SeenForm,
    lambda row, by, data: actions.remove_day(office_day=row, by=by, **data),
    done=_("The day is taken away, and the clocks follow."),
    tone="danger",
    preview=_of_removal,
    preview_template=TEMPLATE,
)


@admin.register(OfficeDay)
class OfficeDayAdmin(RecordAdmin):
    """Its list is the calendar of one year; its pages are the dialogs of one day."""

    sees = SEES
    adds = MANAGE
    page_template = "oversight/deadlines/day.html"

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        if not holds(by, Permission.DEADLINE_MANAGE):
            return {}
        return {dialog.name: dialog for dialog in (EDIT, REMOVE)}

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        return {"moves": self.buttons(subject, request, "edit", "remove")}

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.serve(request, ADD, None)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        year = _year(request.GET.get("year", ""))
        rows = year_of(year, self.visible(request))
        for row in rows:
            row["buttons"] = (
                self.buttons(row["own"], request, "edit", "remove") if row["own"] else []
            )
        context = self.page_context(
            request,
            title=_("Days of the office"),
            year=year,
            rows=rows,
            before=year - 1 if year - 1 in YEARS else None,
            after=year + 1 if year + 1 in YEARS else None,
            add_url=self.address("add") if self.has_add_permission(request) else "",
        )
        return TemplateResponse(request, "oversight/deadlines/year.html", context)


def _year(text: str) -> int:
    """The year asked for, or this one."""
    asked = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return asked if asked in YEARS else today().year


def today() -> date:
    return timezone.localdate()
