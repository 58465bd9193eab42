"""How the list of personnel is narrowed."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from mission.force.access import within_states
from mission.force.actions.people import FUNCTIONS
from mission.force.models import State, Unit, UnitMembership
from mission.force.rules import present_on
from oversight.authority.choices import Permission
from oversight.vocabularies.models import offered_choices

NO_UNIT = "none"


def dated(value: str) -> tuple[str, date]:
    """`12@2026-10-31` is 12 on that day; without a day, or with one that is none, it is today."""
    code, _at, text = value.partition("@")
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    return code, day or timezone.localdate()


class StateFilter(admin.SimpleListFilter):
    """States in reach."""

    title = _("State")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        reach = within_states(request.user, Permission.PERSONNEL_SEE, "pk")
        return [(row.pk, row.label) for row in State.objects.filter(reach)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(state=self.value()) if self.value() else queryset


class UnitFilter(admin.SimpleListFilter):
    """Members of a unit, today or on the day that a link names; or of none."""

    title = _("unit")
    parameter_name = "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        reach = within_states(request.user, Permission.PERSONNEL_SEE, "contingent__state_id")
        rows = Unit.objects.filter(reach).order_by("contingent__state_id", "code")
        if state := request.GET.get("state"):
            rows = rows.filter(contingent__state_id=state)
        units = rows.values_list("pk", "contingent__state_id", "code")
        return [(NO_UNIT, _("in no unit")), *((str(pk), f"{s} · {c}") for pk, s, c in units)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        unit, day = dated(self.value() or "")
        rows = UnitMembership.objects.on(day).filter(personnel=OuterRef("pk"))
        if unit == NO_UNIT:
            return queryset.filter(~Exists(rows))
        if not unit.isascii() or not unit.isdigit() or len(unit) > 15:
            return queryset.none()
        return queryset.filter(Exists(rows.filter(unit=int(unit))))


class FunctionFilter(admin.SimpleListFilter):
    title = _("function")
    parameter_name = "function"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return offered_choices(FUNCTIONS)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(function=self.value()) if self.value() else queryset


class PresenceFilter(admin.SimpleListFilter):
    """Who was seen to arrive and has not left."""

    title = _("in Haiti today")
    parameter_name = "present"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        there = present_on(timezone.localdate())
        match self.value():
            case "yes":
                return queryset.filter(pk__in=there)
            case "no":
                return queryset.exclude(pk__in=there)
        return queryset
