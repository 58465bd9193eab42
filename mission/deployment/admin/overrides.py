"""Exceptions to the gate: asked for by one person, decided by another."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mission.deployment import actions, columns, forms
from mission.deployment.admin.base import PersonRecordAdmin, StateFilter, offered
from mission.deployment.choices import OverrideState
from mission.deployment.models import Override
from mission.vetting.admin.filters import SecondPersonFilter
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission
from oversight.authority.forms import MaybeReasonForm, ReasonForm
from oversight.authority.rules import may

ASK = Dialog(
    "add",
    _("Ask for an exception"),
    _("Another person decides. The reason is published, without the person."),
    forms.AskOverrideForm,
    lambda nothing, by, data: actions.ask_override(by=by, **data),
    done=_("The exception waits for a second person."),
    tone="primary",
)
APPROVE = Dialog(
    "approve",
    _("Approve"),
    _("The person may be authorised although this is missing, for this day and this unit alone."),
    MaybeReasonForm,
    lambda row, by, data: actions.decide_override(override=row, approved=True, by=by, **data),
    done=_("The exception is approved."),
    tone="danger",
)
REFUSE = Dialog(
    "refuse",
    _("Refuse"),
    _("The gate stays closed. Who asked is told."),
    ReasonForm,
    lambda row, by, data: actions.decide_override(override=row, approved=False, by=by, **data),
    done=_("The exception is refused."),
)


@admin.register(Override)
class OverrideAdmin(PersonRecordAdmin):
    """Exceptions, what was missing, and who decided."""

    add_dialog = ASK
    list_display = ("person", "place", "arrives_on", "standing", "asked_at")
    list_filter = (SecondPersonFilter, "state", StateFilter)
    ordering = ("-asked_at", "pk")
    file_columns = (
        *(_("State"), _("Service number"), _("Unit"), _("Arrives on"), _("State of it")),
        *(_("Missing"), _("Reason, as published")),
    )

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("personnel", "unit", "asked_by", "decided_by")

    def badge_of(self, row: Any) -> tuple[Any, str]:
        return (row.get_state_display(), columns.OVERRIDE_TONES[OverrideState(row.state)])

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        within = [subject.personnel.state_id]
        another = subject.state == OverrideState.ASKED and subject.asked_by_id != by.pk
        decides = another and may(by, Permission.OVERRIDE_DECIDE, contingents=within)
        return offered((APPROVE, decides), (REFUSE, decides))

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        decider = subject.decided_by.name if subject.decided_by else ""
        facts = [
            *columns.facts_of(subject),
            (gettext("Arrives on"), subject.arrives_on),
            (gettext("Asked for by"), subject.asked_by.name),
            (gettext("Reason"), subject.reason),
            (gettext("Decided by"), decider),
            (gettext("Reason of the decision"), subject.decision_reason),
        ]
        cards = [
            {"title": gettext("What is asked"), "facts": facts},
            {"title": gettext("Reason, as published"), "text": subject.public_reason},
            {
                "title": gettext("What was missing"),
                "lines": columns.Words().lines(subject.missing),
            },
        ]
        return self.page_of_record(subject, request, cards=cards, names=("approve", "refuse"))

    def file_cells(self, rows: list[Any], user: Any) -> Iterable[list[Any]]:
        words = columns.Words()
        for row in rows:
            person, missing = row.personnel, "; ".join(words.of(code) for code in row.missing)
            yield [
                *(person.state_id, person.service_number, row.unit.code, row.arrives_on),
                *(row.get_state_display(), missing, row.public_reason),
            ]
