"""Schemes of vetting, and of whom each is required."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from mission.force.columns.requirements import requirement_lines
from mission.force.columns.strength import source_of
from mission.force.forms.requirements import EndRequirementForm, RequirementForm
from mission.vetting import actions, forms
from mission.vetting.models import Scheme
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import may

CHANGE = Dialog(
    "change",
    _("Change"),
    _("What was decided before keeps its end."),
    forms.SchemeForm,
    lambda scheme, by, data: actions.change_scheme(scheme=scheme, by=by, **data),
    done=_("The scheme is changed."),
)
REQUIRE = Dialog(
    "require",
    _("Require it"),
    _("Whoever it names must stand cleared under it; the gate asks for it from that day on."),
    RequirementForm,
    lambda scheme, by, data: actions.add_requirement(scheme=scheme, by=by, **data),
    done=_("It is required from that day on."),
)
END = Dialog(
    "end",
    _("End the requirement"),
    _("The day you name is the last on which it is required."),
    EndRequirementForm,
    lambda scheme, by, data, part: actions.end_requirement(requirement=part, by=by, **data),
    done=_("The requirement has an end."),
    part=lambda scheme, pk: (
        scheme.requirements.filter(pk=pk).first() if str(pk).isdigit() else None
    ),
)


@admin.register(Scheme)
class SchemeAdmin(RecordAdmin):
    """Ways of vetting as data: what the source says, and the office's own policy."""

    sees = (Permission.PERSONNEL_SEE,)
    list_display = ("called", "about", "valid_months", "is_retired")
    list_filter = ("about", "is_retired")
    search_fields = ("code", "label_en", "label_fr", "label_ht")
    page_template = "mission/record.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description=_("name"), ordering="order")
    def called(self, scheme: Scheme) -> str:
        return scheme.label

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        managing = may(by, Permission.SCHEME_MANAGE)
        return {d.name: d for d in (CHANGE, REQUIRE, END)} if managing else {}

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        source = source_of(subject)
        lines = requirement_lines(subject)
        for line in lines:
            running = line["row"].until_on is None
            names = ("end",) if running else ()
            line["buttons"] = self.part_buttons(subject, request, line["row"].pk, *names)
        valid = subject.valid_months
        facts = [
            (gettext("About"), subject.get_about_display()),
            (gettext("Part of"), subject.part_of.label if subject.part_of else gettext("nothing")),
            (gettext("Valid for months"), valid or gettext("until something ends it")),
            (gettext("Source"), source["source"] or gettext("No source was found.")),
            (gettext("Note"), subject.note),
        ]
        return {
            "kicker": gettext("Scheme of vetting"),
            "heading": subject.label,
            "badges": [(source["status"], source["tone"])],
            "notes": [],
            "cards": [
                {"title": gettext("What it is"), "facts": facts},
                {
                    "title": gettext("Of whom it is required"),
                    "lines": lines,
                    "empty": gettext("Of nobody."),
                    "buttons": self.buttons(subject, request, "require"),
                },
            ],
            "moves": self.buttons(subject, request, "change"),
            "timeline": timeline(subject),
        }
