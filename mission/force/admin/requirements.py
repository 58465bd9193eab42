"""What is required of members of the force, a scheme of vetting or a module of training: one page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from mission.force.columns.requirements import requirement_lines
from mission.force.columns.strength import source_of
from mission.force.forms.requirements import EndRequirementForm
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import may


def end_dialog(end_requirement: Any) -> Dialog:
    """The last day of one requirement, with the action of whose requirement it is."""
    return Dialog(
        "end",
        _("End the requirement"),
        _("The day you name is the last on which it is required."),
        EndRequirementForm,
        lambda subject, by, data, part: end_requirement(requirement=part, by=by, **data),
        done=_("The requirement has an end."),
        part=lambda subject, pk: (
            subject.requirements.filter(pk=pk).first() if str(pk).isdigit() else None
        ),
    )


class RequiredAdmin(RecordAdmin):
    """What it is, of whom it is required, and from where; changed by who manages schemes.

    A screen says its `dialogs` (change, require, end), its `kicker` and its own facts.
    """

    sees = (Permission.PERSONNEL_SEE,)
    search_fields = ("code", "label_en", "label_fr", "label_ht")
    page_template = "mission/record.html"
    dialogs: tuple[Dialog, ...]
    kicker: Any

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description=_("name"), ordering="order")
    def called(self, subject: Any) -> str:
        return str(subject.label)

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        managing = may(by, Permission.SCHEME_MANAGE)
        return {dialog.name: dialog for dialog in self.dialogs} if managing else {}

    def own_facts(self, subject: Any) -> list[tuple[Any, Any]]:
        raise NotImplementedError

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        source = source_of(subject)
        lines = requirement_lines(subject)
        for line in lines:
            names = ("end",) if line["row"].until_on is None else ()
            line["buttons"] = self.part_buttons(subject, request, line["row"].pk, *names)
        facts = [
            *self.own_facts(subject),
            (gettext("Source"), source["source"] or gettext("No source was found.")),
            (gettext("Note"), subject.note),
        ]
        return {
            "kicker": self.kicker,
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
