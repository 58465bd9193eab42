"""What screens of deployment share."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from mission.force.admin import ListFiles
from mission.force.forms import states_of
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import may
from oversight.pages.admin import status_badge

SEE = (Permission.DEPLOYMENT_SEE,)
AUTHORISE = (Permission.DEPLOYMENT_AUTHORISE,)


def may_authorise(by: Any, state: str) -> bool:
    return may(by, Permission.DEPLOYMENT_AUTHORISE, contingents=[state])


def offered(*wanted: tuple[Dialog, Any]) -> dict[str, Dialog]:
    """Those that are open to the reader as the record stands; each action decides again."""
    return {dialog.name: dialog for dialog, is_open in wanted if is_open}


class StateFilter(admin.SimpleListFilter):
    """The State of the person."""

    title = _("State")
    parameter_name = "state"
    path = "personnel__state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = states_of(request.user, Permission.DEPLOYMENT_SEE)
        return [(state.pk, state.label) for state in rows.filter(contingent__isnull=False)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


class PersonRecordAdmin(ListFiles, RecordAdmin):
    """A list of rows about one person each; `add_dialog` makes a new one."""

    sees = SEE
    adds = AUTHORISE
    add_dialog: ClassVar[Dialog]
    search_fields = ("personnel__service_number", "unit__code")
    search_help_text = _("A service number, or the code of a unit. Never type a name here.")
    list_per_page = 50
    show_full_result_count = False
    page_template = "mission/record.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.with_page_data(super().get_queryset(request))

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("personnel", "unit")

    @display(description=_("person"), ordering="personnel__service_number")
    def person(self, row: Any) -> str:
        return str(row.personnel)

    @display(description=_("unit"), ordering="unit__code")
    def place(self, row: Any) -> str:
        return str(row.unit.label)

    @display(description=_("state"))
    def standing(self, row: Any) -> str:
        return status_badge(*self.badge_of(row))

    def badge_of(self, row: Any) -> tuple[Any, str]:
        raise NotImplementedError

    def url_after(self, result: Any) -> str:
        is_new = isinstance(result, self.model) and result.version == 1
        return self.address("change", result.pk) if is_new else ""

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.serve(request, self.add_dialog, None)

    def page_of_record(
        self, subject: Any, request: HttpRequest, *, cards: list[Any], names: tuple[str, ...]
    ) -> dict[str, Any]:
        """What the common page shows."""
        return {
            "kicker": self.opts.verbose_name.capitalize(),
            "heading": str(subject),
            "badges": [self.badge_of(subject)],
            "notes": [],
            "cards": cards,
            "moves": self.buttons(subject, request, *names),
            "timeline": timeline(subject),
        }
