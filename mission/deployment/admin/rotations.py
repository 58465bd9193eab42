"""Rotations as they are planned."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mission.deployment import actions, forms
from mission.deployment.admin.base import AUTHORISE, SEE
from mission.deployment.models import Authorisation, Rotation
from mission.force.columns.pages import page_of
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin

SHOWN = 300
PLAN = Dialog(
    "add",
    _("Plan a rotation"),
    _("A change of people around one day. Who comes is authorised one by one all the same."),
    forms.RotationForm,
    lambda nothing, by, data: actions.plan_rotation(by=by, **data),
    done=_("The rotation is planned."),
    tone="primary",
)


@admin.register(Rotation)
class RotationAdmin(RecordAdmin):
    """Changes of people that contingents plan."""

    sees = SEE
    adds = AUTHORISE
    list_display = ("label", "contingent", "planned_on")
    list_select_related = ("contingent__state",)
    list_filter = ("contingent",)
    search_fields = ("label",)
    page_template = "mission/record.html"

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("contingent__state")

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return {}

    def url_after(self, result: Any) -> str:
        return self.address("change", result.pk)

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        rows = Authorisation.objects.visible_to(request.user).filter(rotation=subject)
        lines = [
            {"title": str(row), "url": page_of(row), "note": row.unit.label}
            for row in rows.select_related("personnel", "unit")[:SHOWN]
        ]
        facts = [
            (gettext("Contingent"), str(subject.contingent)),
            (gettext("Planned for"), subject.planned_on),
        ]
        return {
            "kicker": gettext("Rotation"),
            "heading": subject.label,
            "badges": [],
            "notes": [],
            "cards": [
                {"title": gettext("What is planned"), "facts": facts},
                {"title": gettext("Who comes"), "lines": lines, "empty": gettext("Nobody yet.")},
            ],
            "moves": [],
            "timeline": timeline(subject),
        }

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.serve(request, PLAN, None)
