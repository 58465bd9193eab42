"""Authorisations: the gate, one by one and for many."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from mission.deployment import actions, columns, forms
from mission.deployment.admin.base import PersonRecordAdmin, StateFilter, may_authorise, offered
from mission.deployment.admin.many import ManyAtOnce, dialog_of_many
from mission.deployment.choices import AuthorisationState
from mission.deployment.columns import many
from mission.deployment.models import Authorisation
from mission.force.columns.pages import page_of
from oversight.authority.admin import Dialog
from oversight.authority.forms import ReasonForm

AUTHORISE = Dialog(
    "add",
    _("Authorise a deployment"),
    _(
        "The gate asks whether the person stands cleared and trained on the day of arrival, and names what is missing."
    ),
    forms.AuthoriseForm,
    lambda nothing, by, data: actions.authorise(by=by, **data),
    done=_("The deployment is authorised."),
    tone="primary",
)


def _authorise_many(nothing: Any, by: Any, data: dict[str, Any]) -> dict[str, Any]:
    given = {name: data[name] for name in ("people", "unit", "arrives_on")}
    return many.gate_answers(actions.authorise_many(by=by, **given))


MANY = dialog_of_many(
    _("Authorise many"),
    _(
        "The gate asks about each of them. You see first who may come and what the others lack; "
        "nobody who lacks something is authorised."
    ),
    forms.AuthoriseManyForm,
    _authorise_many,
    many.gate_preview,
)
WITHDRAW = Dialog(
    "withdraw",
    _("Withdraw"),
    _("The person may no longer come on it. Who has arrived already leaves by a departure."),
    ReasonForm,
    lambda row, by, data: actions.withdraw(authorisation=row, by=by, **data),
    done=_("The authorisation is withdrawn."),
    tone="danger",
)


@admin.register(Authorisation)
class AuthorisationAdmin(ManyAtOnce, PersonRecordAdmin):
    """The office's permissions, each with the permit the gate wrote."""

    add_dialog = AUTHORISE
    many_dialog = MANY
    list_display = ("person", "place", "arrives_on", "standing", "basis")
    list_filter = ("state", StateFilter, "arrives_on")
    ordering = ("-arrives_on", "pk")
    file_columns = (
        *(
            _("State"),
            _("Service number"),
            _("Unit"),
            _("Arrives on"),
            _("State of it"),
            _("Basis"),
        ),
    )

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("personnel", "unit", "permit__override", "authorised_by")

    def badge_of(self, row: Any) -> tuple[Any, str]:
        tone = columns.AUTHORISATION_TONES[AuthorisationState(row.state)]
        return (row.get_state_display(), tone)

    @display(description=_("basis"))
    def basis(self, row: Authorisation) -> str:
        return row.permit.get_basis_display()

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        ends = subject.state != AuthorisationState.WITHDRAWN and not hasattr(subject, "arrival")
        return offered((WITHDRAW, ends and may_authorise(by, subject.personnel.state_id)))

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        facts = [
            *columns.facts_of(subject),
            (gettext("Arrives on"), subject.arrives_on),
            (gettext("Authorised by"), subject.authorised_by.name),
            (gettext("Basis"), subject.permit.get_basis_display()),
        ]
        arrival = getattr(subject, "arrival", None)
        lines = [{"title": str(arrival), "url": page_of(arrival)}] if arrival else []
        cards = [
            {"title": gettext("What is permitted"), "facts": facts},
            {"title": gettext("Arrival"), "lines": lines, "empty": gettext("Not arrived yet.")},
        ]
        return self.page_of_record(subject, request, cards=cards, names=("withdraw",))

    def file_cells(self, rows: list[Any], user: Any) -> Iterable[list[Any]]:
        for row in rows:
            person = row.personnel
            yield [
                *(person.state_id, person.service_number, row.unit.code, row.arrives_on),
                *(row.get_state_display(), row.permit.get_basis_display()),
            ]
