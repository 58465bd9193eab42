"""Rules of clocks: a change is shown before it is made."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import holds
from oversight.deadlines import actions
from oversight.deadlines.columns import effect, rule_facts
from oversight.deadlines.forms import NewRuleForm, RuleForm
from oversight.deadlines.models import DeadlineRule

MANAGE = (Permission.DEADLINE_MANAGE,)
SEES = (*MANAGE, Permission.CASE_SEE, Permission.REPORT_TRIAGE)


def _preview(rule: DeadlineRule, by: Any, data: dict[str, Any]) -> Any:
    values = {name: value for name, value in data.items() if name not in ("reason", "seen")}
    found = actions.preview_rule(rule=rule, **values)
    return effect(rule, found, by, timezone.now())


EDIT = Dialog(
    "edit",
    _("Change the rule"),
    _("You see what it would change before anything changes."),
    RuleForm,
    lambda rule, by, data: actions.edit_rule(rule=rule, by=by, **data),
    done=_("The rule is changed."),
    tone="primary",
    preview=_preview,
    preview_template="oversight/deadlines/preview.html",
)
ADD = Dialog(
    "add",
    _("Add a rule"),
    _("It concerns clocks that start from now on. A rule of a track wins over the one of any."),
    NewRuleForm,
    lambda rule, by, data: actions.add_rule(by=by, **data),
    done=_("The rule is added."),
    tone="primary",
)


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(RecordAdmin):
    """How long each clock runs."""

    sees = SEES
    adds = MANAGE
    list_display = ("name", "clock", "track_name", "takes", "status", "is_active")
    list_filter = ("clock", "status", "is_active")
    page_template = "oversight/deadlines/rule.html"

    @admin.display(description=_("name"))
    def name(self, rule: DeadlineRule) -> str:
        return rule.label

    @admin.display(description=_("track"), ordering="track")
    def track_name(self, rule: DeadlineRule) -> Any:
        return rule.get_track_display() if rule.track else _("any")

    @admin.display(description=_("takes"))
    def takes(self, rule: DeadlineRule) -> str:
        return f"{rule.amount} {rule.get_unit_display()}"

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return {EDIT.name: EDIT} if holds(by, *MANAGE) else {}

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        return {
            "facts": rule_facts(subject),
            "moves": self.buttons(subject, request, "edit"),
            "timeline": timeline(subject),
        }

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.serve(request, ADD, None)
