"""How lists of vetting are narrowed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mission.force.forms import states_of
from oversight.authority.choices import Permission


class SubjectStateFilter(admin.SimpleListFilter):
    """The State of the person or unit."""

    title = _("State")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = states_of(request.user, Permission.VETTING_SEE).filter(contingent__isnull=False)
        return [(state.pk, state.label) for state in rows]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.of_state(self.value()) if self.value() else queryset


class SecondPersonFilter(admin.SimpleListFilter):
    """What a colleague proposed and the reader can decide."""

    title = _("second person")
    parameter_name = "second"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("waits for me"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.waiting_for(request.user) if self.value() == "me" else queryset
