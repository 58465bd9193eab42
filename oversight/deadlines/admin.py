"""Clocks, their rules and the office's own days in the admin."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from oversight.authority.admin import GuardedAdmin, GuardedInline
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, holds
from oversight.deadlines import actions
from oversight.deadlines.columns import name_of, visible_records
from oversight.deadlines.forms import ExtendDialog, HolidayForm, ReasonDialog, RuleForm
from oversight.deadlines.models import Deadline, DeadlineChange, DeadlineRule, Holiday
from oversight.deadlines.rules import end_of
from oversight.subjects.rules import subject_of

CASEWORK = (Permission.CASE_SEE, Permission.REPORT_TRIAGE)
MANAGE = (Permission.DEADLINE_MANAGE,)


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(GuardedAdmin):
    """How long each clock runs. A change concerns clocks that start after it."""

    sees = (*MANAGE, *CASEWORK)
    adds = changes = MANAGE
    form = RuleForm
    list_display = ("name", "clock", "track_name", "takes", "status", "is_active")
    list_filter = ("clock", "status", "is_active")
    fieldsets = (
        (None, {"fields": ("clock", "track", "label_en", "label_fr", "label_ht", "is_active")}),
        (_("Length"), {"fields": (("amount", "unit"), ("warn_amount", "warn_unit"))}),
        (
            _("Who is told"),
            {"fields": ("unassigned_to", ("escalate_amount", "escalate_unit"), "escalate_to")},
        ),
        (_("Where it comes from"), {"fields": ("status", "source", "reason")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("clock", "track_name") if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The track of a rule is chosen once; later it is only told, in words."""
        (title, first), *rest = super().get_fieldsets(request, obj)
        if obj:
            named = ("track_name" if each == "track" else each for each in first["fields"])
            first = {**first, "fields": tuple(named)}
        return [(title, first), *rest]

    @admin.display(description=_("name"))
    def name(self, rule: DeadlineRule) -> str:
        return rule.label

    @admin.display(description=_("track"), ordering="track")
    def track_name(self, rule: DeadlineRule) -> Any:
        return rule.get_track_display() if rule.track else _("any")

    @admin.display(description=_("takes"))
    def takes(self, rule: DeadlineRule) -> str:
        return f"{rule.amount} {rule.get_unit_display()}"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        values = {**form.cleaned_data, "by": request.user}
        obj.pk = (
            actions.edit_rule(rule=obj, **values) if change else actions.add_rule(**values)
        ).pk


@admin.register(Holiday)
class HolidayAdmin(GuardedAdmin):
    """Days that the public holidays of Haiti do not have, or that are worked in spite of them."""

    sees = (*MANAGE, *CASEWORK)
    adds = changes = MANAGE
    form = HolidayForm
    list_display = ("name", "day", "is_worked")
    fields = ("day", "name", "is_worked", "reason")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        values = {**form.cleaned_data, "by": request.user}
        if change:
            actions.edit_holiday(holiday=obj, **values)
        else:
            obj.pk = actions.add_holiday(**values).pk


class ChangeInline(GuardedInline):
    """The pauses and extensions of one clock."""

    model = DeadlineChange
    sees = CASEWORK
    fields = ("kind", "at", "by", "approved_by", "reason", "due_before", "due_after")
    readonly_fields = fields


class StateFilter(admin.SimpleListFilter):
    """Open, overdue, paused, met."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("open", _("running")),
            ("overdue", _("overdue")),
            ("paused", _("paused")),
            ("met", _("met")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_state(self.value()) if self.value() else queryset


Dialog = Callable[..., Any]


def _attach_records(clocks: Any, reader: Any) -> None:
    """Name and address of each clock's record, on the row: an admin class serves many readers."""
    records = visible_records(((c.subject_label, c.subject_id) for c in clocks), reader)
    for clock in clocks:
        if record := records.get((clock.subject_label, clock.subject_id)):
            kind = subject_of(clock.subject_label)
            clock.about = (name_of(kind, record), kind.link(record, reader))


@admin.register(Deadline)
class DeadlineAdmin(GuardedAdmin):
    """Clocks of what the person may act on; steered by actions, never edited."""

    sees = CASEWORK
    list_display = ("subject", "name", "due_at", "state", "met_at")
    list_display_links = ("name",)
    list_filter = (StateFilter, "clock")
    ordering = ("due_at", "pk")
    inlines = (ChangeInline,)
    fields = ("subject", "name", "state", "started_at", "due_at", "paused_at", "met_at")
    readonly_fields = fields
    actions_detail = ("pause", "resume", "extend")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("rule")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """What the clocks of one page belong to, read together and for this reader."""
        page = super().get_changelist_instance(request)
        _attach_records(page.result_list, request.user)
        return page

    def get_object(self, request: HttpRequest, object_id: Any, from_field: Any = None) -> Any:
        clock = super().get_object(request, object_id, from_field)
        if clock is not None:
            _attach_records([clock], request.user)
        return clock

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

    def has_steer_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        if object_id and not self.visible(request).filter(pk=object_id).exists():
            raise Http404
        return holds(request.user, Permission.CASE_ASSIGN, Permission.DEADLINE_MANAGE)

    def has_manage_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        steers = self.has_steer_permission(request, object_id)
        return steers and holds(request.user, Permission.DEADLINE_MANAGE)

    def _run(
        self, request: HttpRequest, object_id: Any, done: Any, act: Dialog, **more: Any
    ) -> Any:
        clock = self.visible(request).get(pk=object_id)
        try:
            act(deadline=clock, by=request.user, **more)
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            messages.success(request, done)
        # The dialog is sent by htmx: it is told where to go.
        page = reverse("admin:oversight_deadline_change", args=[object_id])
        return HttpResponse(headers={"HX-Redirect": page})

    @action(
        description=_("Pause"),
        permissions=("steer",),
        dialog={
            "title": _("Pause this clock"),
            "description": _("No reminder is sent until it runs on; the time is added."),
            "form_class": ReasonDialog,
            "form_submit_text": _("Pause"),
        },
    )
    def pause(self, request: HttpRequest, form: ReasonDialog, object_id: Any) -> Any:
        more = {"reason": form.cleaned_data["reason"]}
        return self._run(request, object_id, _("The clock is paused."), actions.pause_clock, **more)

    @action(
        description=_("Let it run on"),
        permissions=("steer",),
        dialog={
            "title": _("Let this clock run on"),
            "description": _("What the pause took is added to the date."),
            "form_class": ReasonDialog,
            "form_submit_text": _("Let it run on"),
        },
    )
    def resume(self, request: HttpRequest, form: ReasonDialog, object_id: Any) -> Any:
        more = {"reason": form.cleaned_data["reason"]}
        return self._run(request, object_id, _("The clock runs on."), actions.resume_clock, **more)

    @action(
        description=_("Extend"),
        permissions=("manage",),
        dialog={
            "title": _("Extend this clock"),
            "description": _("You approve the extension; it is kept with your reason."),
            "form_class": ExtendDialog,
            "form_submit_text": _("Extend"),
        },
    )
    def extend(self, request: HttpRequest, form: ExtendDialog, object_id: Any) -> Any:
        due = end_of(form.cleaned_data["due_on"])
        more = {"reason": form.cleaned_data["reason"], "due_at": due}
        return self._run(request, object_id, _("The clock is extended."), actions.extend, **more)
