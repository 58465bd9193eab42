"""Arrivals and departures, as observed."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from mission.deployment import actions, columns, forms
from mission.deployment.admin.base import PersonRecordAdmin, StateFilter, may_authorise, offered
from mission.deployment.admin.many import ManyAtOnce, dialog_of_many
from mission.deployment.choices import BreachState, Departure
from mission.deployment.columns import many
from mission.deployment.models import Arrival
from mission.force.columns.pages import page_of
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission
from oversight.authority.rules import holds
from oversight.pages.admin import status_badge

RECORD = Dialog(
    "add",
    _("Record an arrival"),
    _("What was seen is written down, permitted or not. Without an authorisation it is a breach."),
    forms.ArrivalForm,
    lambda nothing, by, data: actions.record_arrival(
        service_number=data.pop("service_number"), by=by, **data
    ),
    done=_("The arrival is recorded."),
    tone="primary",
)


def _record_many(nothing: Any, by: Any, data: dict[str, Any]) -> dict[str, Any]:
    numbers = [*(person.service_number for person in data["people"]), *data["new"]]
    given = {name: data[name] for name in ("state", "unit_code", "arrived_on")}
    return many.arrival_answers(actions.record_arrivals(numbers=numbers, by=by, **given))


MANY = dialog_of_many(
    _("Record many arrivals"),
    _("What was seen of many is written down. You see first who comes without being cleared."),
    forms.ArrivalsForm,
    _record_many,
    many.arrivals_preview,
)
LEAVE = Dialog(
    "leave",
    _("Record the departure"),
    _("On disciplinary grounds the clearance stops at once."),
    forms.DepartureForm,
    lambda row, by, data: actions.record_departure(arrival=row, by=by, **data),
    done=_("The departure is recorded."),
    tone="primary",
)


class ThereFilter(admin.SimpleListFilter):
    """Whether the stay goes on."""

    title = _("there")
    parameter_name = "there"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("still there")), ("no", _("left"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(left_on__isnull=self.value() == "yes") if self.value() else queryset


@admin.register(Arrival)
class ArrivalAdmin(ManyAtOnce, PersonRecordAdmin):
    """Who came, when, whether they were authorised, and how they left."""

    add_dialog = RECORD
    many_dialog = MANY
    list_display = ("person", "place", "arrived_on", "left", "standing")
    list_filter = (ThereFilter, StateFilter, "arrived_on", "departure")
    ordering = ("-arrived_on", "pk")
    file_columns = (
        *(_("State"), _("Service number"), _("Unit"), _("Arrived on"), _("Left on")),
        *(_("How they left"), _("Authorised")),
    )

    def list_tools(self, request: HttpRequest) -> list[dict[str, Any]]:
        tools = super().list_tools(request)
        if holds(request.user, Permission.PERSONNEL_MANAGE):
            url = reverse("admin:mission_rosterupload_add")
            tools.append({"label": gettext("Import a roster"), "url": url})
        return tools

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("personnel", "unit", "breach", "authorisation", "recorded_by")

    def badge_of(self, row: Any) -> tuple[Any, str]:
        breach = getattr(row, "breach", None)
        if breach is None:
            return (gettext("authorised"), "done")
        if breach.state == BreachState.OPEN:
            return (gettext("arrived uncleared"), "overdue")
        return (gettext("arrived uncleared, settled"), "neutral")

    @display(description=_("left on"), ordering="left_on")
    def left(self, row: Arrival) -> Any:
        return row.left_on or status_badge(gettext("still there"), "info")

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        stays = subject.left_on is None or subject.departure == Departure.NOT_OBSERVED
        return offered((LEAVE, stays and may_authorise(by, subject.personnel.state_id)))

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        facts = [
            *columns.facts_of(subject),
            (gettext("Arrived on"), subject.arrived_on),
            (gettext("Left on"), subject.left_on),
            (gettext("How they left"), subject.get_departure_display()),
            (gettext("Recorded by"), subject.recorded_by.name if subject.recorded_by else ""),
        ]
        linked = [subject.authorisation, getattr(subject, "breach", None)]
        lines = [
            {"title": row._meta.verbose_name.capitalize(), "url": page_of(row)}
            for row in linked
            if row is not None
        ]
        cards = [
            {"title": gettext("What was seen"), "facts": facts},
            {"title": gettext("Belongs to"), "lines": lines, "empty": gettext("Nothing.")},
        ]
        return self.page_of_record(subject, request, cards=cards, names=("leave",))

    def file_cells(self, rows: list[Any], user: Any) -> Iterable[list[Any]]:
        for row in rows:
            person, allowed = row.personnel, row.authorisation_id is not None
            yield [
                *(person.state_id, person.service_number, row.unit.code, row.arrived_on),
                *(row.left_on, row.get_departure_display(), _("yes") if allowed else _("no")),
            ]
