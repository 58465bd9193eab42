"""The list of clocks, the page of one, and its buttons on the page of its record."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from oversight.accounts.models import User
from oversight.authority.admin import Dialog, RecordAdmin, safe_next
from oversight.authority.choices import Permission
from oversight.deadlines.access import deadlines_of
from oversight.deadlines.admin.dialogs import dialogs_of_clock
from oversight.deadlines.columns import attach_records, with_requests
from oversight.deadlines.models import Deadline

CASEWORK = (Permission.CASE_SEE, Permission.REPORT_TRIAGE)


class StateFilter(admin.SimpleListFilter):
    """Open, overdue, escalated, paused, met."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("open", _("running")),
            ("overdue", _("overdue")),
            ("escalated", _("escalated")),
            ("not_taken_up", _("escalated, nobody has it")),
            ("asked", _("more time asked for")),
            ("paused", _("paused")),
            ("met", _("met")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_state(self.value()) if self.value() else queryset


class PersonFilter(admin.SimpleListFilter):
    """Whose clocks: of what the person works on."""

    title = _("worked on by")
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Colleagues who may work on records; a lead's list, so not for everybody."""
        if not request.user.held:
            return []
        people = User.objects.active().with_grants()
        return [(str(p.pk), p.name) for p in people if any(h.role in WORKERS for h in p.held)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        try:
            return queryset.filter(deadlines_of(User(pk=UUID(str(self.value())))))
        except ValueError:
            return queryset.none()


WORKERS = ("reviewer", "focal_point", "lead")


def clock_buttons(clock: Deadline, by: Any, came_from: str) -> list[dict[str, Any]]:
    """The clock's dialogs on the page of its record, which they lead back to."""
    query = urlencode({"next": came_from})
    return [
        {
            "label": dialog.label,
            "tone": dialog.tone,
            "url": reverse("admin:oversight_deadline_do", args=[clock.pk, name]) + f"?{query}",
        }
        for name, dialog in dialogs_of_clock(clock, by).items()
    ]


@admin.register(Deadline)
class DeadlineAdmin(RecordAdmin):
    """Clocks of what the person may act on; steered by actions, never edited."""

    sees = CASEWORK
    list_display = ("subject", "name", "due_at", "state", "met_at")
    list_display_links = ("name",)
    list_filter = (StateFilter, "clock", PersonFilter)
    ordering = ("due_at", "pk")
    page_template = "oversight/deadlines/clock.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("rule")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """What the clocks of one page belong to, read together and for this reader."""
        page = super().get_changelist_instance(request)
        attach_records(page.result_list, request.user)
        return page

    @admin.display(description=_("about"))
    def subject(self, clock: Deadline) -> str:
        name, url = getattr(clock, "about", ("–", ""))
        return format_html('<a href="{}">{}</a>', url, name) if url else name

    @admin.display(description=_("clock"), ordering="clock")
    def name(self, clock: Deadline) -> str:
        return clock.rule.label

    @admin.display(description=_("state"))
    def state(self, clock: Deadline) -> Any:
        return clock.describe()

    def with_page_data(self, rows: Any) -> Any:
        return with_requests(rows.select_related("rule"))

    def page_url(self, subject: Any, request: HttpRequest | None = None) -> str:
        """The page of the record one came from; otherwise the clock's own."""
        own = super().page_url(subject)
        return safe_next(request, own) if request else own

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return dialogs_of_clock(subject, by)

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        attach_records([subject], request.user)
        names = dialogs_of_clock(subject, request.user)
        return {
            "about": getattr(subject, "about", ("", "")),
            "state": subject.describe(),
            "changes": subject.changes.select_related("by", "approved_by"),
            "requests": subject.extensions.select_related("asked_by", "decided_by"),
            "moves": self.buttons(subject, request, *names),
        }
