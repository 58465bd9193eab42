"""Modules of training, of whom each is required, and what lessons ask to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from mission.force.admin.requirements import RequiredAdmin, end_dialog
from mission.force.forms.requirements import RequirementForm
from mission.training import actions, columns, forms
from mission.training.choices import ChangeState
from mission.training.models import ModuleChangeRequest, TrainingModule
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import may
from oversight.pages.admin import status_badge

CHANGE = Dialog(
    "change",
    _("Change"),
    _("Results recorded before keep their end."),
    forms.ModuleForm,
    lambda module, by, data: actions.change_module(module=module, by=by, **data),
    done=_("The module is changed."),
)
REQUIRE = Dialog(
    "require",
    _("Require it"),
    _("Whoever it names must have passed it; the gate asks for it from that day on."),
    RequirementForm,
    lambda module, by, data: actions.add_requirement(module=module, by=by, **data),
    done=_("It is required from that day on."),
)
DECIDE = Dialog(
    "decide",
    _("Decide"),
    _("Your answer stays with the module."),
    forms.DecideForm,
    lambda request, by, data: actions.decide_change(asked=request, by=by, **data),
    done=_("The request is decided."),
    tone="primary",
)


@admin.register(TrainingModule)
class ModuleAdmin(RequiredAdmin):
    """Modules as data: what is to be learnt, how long it counts, of whom it is required."""

    list_display = ("called", "valid_months", "is_retired")
    list_filter = ("is_retired",)
    dialogs = (CHANGE, REQUIRE, end_dialog(actions.end_requirement))
    kicker = _("Module of training")

    def own_facts(self, subject: TrainingModule) -> list[tuple[Any, Any]]:
        valid = subject.valid_months
        return [(gettext("Valid for months"), valid or gettext("once for all"))]


@admin.register(ModuleChangeRequest)
class ModuleChangeRequestAdmin(RecordAdmin):
    """What lessons ask to change; nothing says where they were learnt."""

    sees = (Permission.PERSONNEL_SEE,)
    list_display = ("called", "asked_on", "standing")
    list_filter = ("state", "module")
    list_select_related = ("module",)
    page_template = "mission/record.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description=_("module"), ordering="module__order")
    def called(self, row: ModuleChangeRequest) -> str:
        return row.module.label

    @display(description=_("state"), ordering="state")
    def standing(self, row: ModuleChangeRequest) -> str:
        return status_badge(*columns.change_badge(row))

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("module", "decided_by")

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        waits = subject.state == ChangeState.WAITING
        return {"decide": DECIDE} if waits and may(by, Permission.TRAINING_MANAGE) else {}

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        facts = [
            (gettext("Asked on"), subject.asked_on),
            (gettext("Answer"), subject.answer),
            (gettext("Decided by"), subject.decided_by.name if subject.decided_by else ""),
        ]
        return {
            "kicker": gettext("Request to change a module"),
            "heading": subject.module.label,
            "badges": [columns.change_badge(subject)],
            "notes": [],
            "cards": [
                {"title": gettext("What should change"), "text": subject.text},
                {"title": gettext("What became of it"), "facts": facts},
            ],
            "moves": self.buttons(subject, request, "decide"),
            "timeline": timeline(subject),
        }
