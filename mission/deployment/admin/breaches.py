"""Breaches: who is there without having been let through, and how it was settled."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from mission.deployment import actions, columns, forms
from mission.deployment.admin.base import PersonRecordAdmin, StateFilter, may_authorise, offered
from mission.deployment.choices import BreachState
from mission.deployment.models import Breach
from mission.force.columns.pages import page_of
from oversight.authority.admin import Dialog

CLOSE = Dialog(
    "close",
    _("Settle it"),
    _("Regularised: the person stands cleared and trained today. Otherwise say why it is closed."),
    forms.CloseForm,
    lambda row, by, data: actions.close_breach(breach=row, by=by, **data),
    done=_("It is settled."),
    tone="primary",
)


class BreachStateFilter(StateFilter):
    path = "arrival__personnel__state"


@admin.register(Breach)
class BreachAdmin(PersonRecordAdmin):
    """Arrived uncleared: open ones run on a clock until they are settled."""

    adds = ()
    list_display = ("person", "place", "arrived", "standing", "opened_at")
    list_filter = ("state", BreachStateFilter)
    search_fields = ("arrival__personnel__service_number", "arrival__unit__code")
    ordering = ("-opened_at", "pk")
    file_columns = (
        *(_("State"), _("Service number"), _("Unit"), _("Arrived on"), _("State of it")),
        _("Missing"),
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("arrival__personnel", "arrival__unit", "closed_by")

    def badge_of(self, row: Any) -> tuple[Any, str]:
        return (row.get_state_display(), columns.BREACH_TONES[BreachState(row.state)])

    @display(description=_("person"), ordering="arrival__personnel__service_number")
    def person(self, row: Any) -> str:
        return str(row.arrival.personnel)

    @display(description=_("unit"), ordering="arrival__unit__code")
    def place(self, row: Any) -> str:
        return str(row.arrival.unit.label)

    @display(description=_("arrived on"), ordering="arrival__arrived_on")
    def arrived(self, row: Breach) -> Any:
        return row.arrival.arrived_on

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        is_open = subject.state == BreachState.OPEN
        return offered((CLOSE, is_open and may_authorise(by, subject.arrival.personnel.state_id)))

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        facts = [
            *columns.facts_of(subject.arrival),
            (gettext("Arrived on"), subject.arrival.arrived_on),
            (gettext("Left on"), subject.arrival.left_on),
            (gettext("Settled by"), subject.closed_by.name if subject.closed_by else ""),
            (gettext("Reason"), subject.reason),
        ]
        arrival = {"title": gettext("The arrival"), "url": page_of(subject.arrival)}
        cards = [
            {"title": gettext("Who is there"), "facts": facts, "lines": [arrival]},
            {
                "title": gettext("What was missing on the day of arrival"),
                "lines": columns.Words().lines(subject.missing),
            },
        ]
        return self.page_of_record(subject, request, cards=cards, names=("close",))

    def file_cells(self, rows: list[Any], user: Any) -> Iterable[list[Any]]:
        words = columns.Words()
        for row in rows:
            stay, missing = row.arrival, "; ".join(words.of(code) for code in row.missing)
            person = stay.personnel
            yield [
                *(person.state_id, person.service_number, stay.unit.code, stay.arrived_on),
                *(row.get_state_display(), missing),
            ]
