"""Sessions held, and who achieved what."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from mission.force.admin.exports import ListFiles
from mission.training import actions, columns, forms
from mission.training.admin.filters import ResultStateFilter
from mission.training.choices import Result
from mission.training.models import TrainingResult, TrainingSession
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import holds
from oversight.pages.admin import status_badge

SHOWN = 200


def _record(session: TrainingSession, by: Any, data: dict[str, Any]) -> Any:
    """Of those who are known; the preview named the others."""
    left = ("state", "left_out", "twice")
    kept = {name: value for name, value in data.items() if name not in left}
    return actions.record_results(
        module=session.module, session=session, on=session.held_on, by=by, **kept
    )


def _seen(session: TrainingSession, by: Any, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "people": [person.reference for person in data["people"]],
        "left_out": data["left_out"],
        "twice": data["twice"],
        "result": Result(data["result"]).label,
    }


HOLD = Dialog(
    "add",
    _("Enter a session"),
    _("A course that was given. Then record who achieved what."),
    forms.SessionForm,
    lambda nothing, by, data: actions.hold_session(by=by, **data),
    done=_("The session is entered."),
    tone="primary",
)
RECORD = Dialog(
    "record",
    _("Record results"),
    _("One result for many people. The same result entered again adds nothing."),
    forms.ResultsForm,
    _record,
    done=_("The results are recorded."),
    tone="primary",
    preview=_seen,
    preview_template="mission/training/results_preview.html",
)


@admin.register(TrainingSession)
class SessionAdmin(RecordAdmin):
    """Courses held."""

    sees = (Permission.PERSONNEL_SEE,)
    adds = (Permission.TRAINING_MANAGE,)
    list_display = ("called", "held_on", "trainer", "place")
    list_filter = ("module",)
    list_select_related = ("module",)
    search_fields = ("trainer", "place")
    page_template = "mission/record.html"

    @display(description=_("module"), ordering="module__order")
    def called(self, session: TrainingSession) -> str:
        return session.module.label

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("module", "added_by")

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return {"record": RECORD} if holds(by, Permission.TRAINING_MANAGE) else {}

    def url_after(self, result: Any) -> str:
        return self.address("change", result.pk) if isinstance(result, TrainingSession) else ""

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        results = TrainingResult.objects.visible_to(request.user).filter(session=subject)
        rows = results.select_related("personnel").order_by(
            "personnel__state_id", "personnel__service_number", "pk"
        )
        facts = [
            (gettext("Held on"), subject.held_on),
            (gettext("Given by"), subject.trainer),
            (gettext("Place"), subject.place),
            (gettext("Entered by"), subject.added_by.name if subject.added_by else ""),
        ]
        return {
            "kicker": gettext("Training session"),
            "heading": subject.module.label,
            "badges": [],
            "notes": [],
            "cards": [
                {"title": gettext("What it was"), "facts": facts},
                {
                    "title": gettext("Results (%(count)s)") % {"count": results.count()},
                    "lines": columns.result_lines(rows[:SHOWN]),
                    "empty": gettext("No result has been recorded."),
                },
            ],
            "moves": self.buttons(subject, request, "record"),
            "timeline": timeline(subject),
        }

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.serve(request, HOLD, None)


@admin.register(TrainingResult)
class ResultAdmin(ListFiles, RecordAdmin):
    """Who achieved what, and until when it counts. Recorded from a session."""

    sees = (Permission.PERSONNEL_SEE,)
    list_display = ("whom", "called", "standing", "from_on", "until_on")
    list_filter = (ResultStateFilter, "module", "result")
    list_select_related = ("personnel", "module")
    search_fields = ("personnel__service_number",)
    search_help_text = _("A service number. Never type a name here.")
    show_full_result_count = False
    page_template = "mission/record.html"
    file_columns = (
        *(_("State"), _("Service number"), _("Module"), _("Result")),
        *(_("From"), _("Until"), _("Shown by")),
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description=_("State and number"), ordering="personnel__service_number")
    def whom(self, row: TrainingResult) -> str:
        return row.personnel.reference

    @display(description=_("module"), ordering="module__order")
    def called(self, row: TrainingResult) -> str:
        return row.module.label

    @display(description=_("result"), ordering="result")
    def standing(self, row: TrainingResult) -> str:
        return status_badge(row.get_result_display(), columns.RESULT_TONES[Result(row.result)])

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("personnel", "module", "session")

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return {}

    def file_cells(self, rows: list[Any], user: Any) -> Iterable[list[Any]]:
        return columns.file_cells(rows)

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        tone = columns.RESULT_TONES[Result(subject.result)]
        facts = [
            (gettext("Module"), subject.module.label),
            (gettext("From"), subject.from_on),
            (gettext("Until"), subject.until_on),
            (gettext("Expires"), subject.expires_on),
            (gettext("Shown by"), subject.evidence),
        ]
        return {
            "kicker": gettext("Training result"),
            "heading": subject.personnel.reference,
            "badges": [(subject.get_result_display(), tone)],
            "notes": [],
            "cards": [{"title": gettext("What was recorded"), "facts": facts}],
            "moves": [],
            "timeline": timeline(subject),
        }
