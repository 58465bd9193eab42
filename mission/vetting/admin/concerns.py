"""Concerns: what is known against somebody, and what became of it."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from mission.vetting import actions, columns, forms
from mission.vetting.actions.common import state_of
from mission.vetting.admin.filters import SecondPersonFilter, SubjectStateFilter
from mission.vetting.choices import ConcernState
from mission.vetting.models import Concern
from oversight.accounts.forms import MaybeWhyForm
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.forms import WhyForm
from oversight.authority.rules import may
from oversight.pages.admin import status_badge

RECORD = Dialog(
    "add",
    _("Record a concern"),
    _(
        "Adverse information from outside or from open sources. A grave or serious one stops the clearance at once."
    ),
    forms.ConcernForm,
    lambda nothing, by, data: actions.record_concern(by=by, **data),
    done=_("The concern is recorded."),
    tone="primary",
)
CONFIRM = Dialog(
    "confirm",
    _("Confirm"),
    _("It stands up. The clearance stays suspended, or is suspended now."),
    WhyForm,
    lambda concern, by, data: actions.confirm_concern(concern=concern, by=by, **data),
    done=_("The concern is confirmed."),
    tone="danger",
)
PROPOSE_LIFTING = Dialog(
    "propose_lifting",
    _("Propose to lift it"),
    _("A colleague decides. Until then it stands."),
    WhyForm,
    lambda concern, by, data: actions.propose_lifting(concern=concern, by=by, **data),
    done=_("Your proposal waits for a colleague."),
)
LIFT = Dialog(
    "lift",
    _("Lift it"),
    _("It no longer stands from today on. What it suspended is cleared again check by check."),
    MaybeWhyForm,
    lambda concern, by, data: actions.lift_concern(concern=concern, by=by, **data),
    done=_("The concern is lifted."),
    tone="primary",
)
ASSESS = Dialog(
    "assess",
    _("Assess whether telling is safe"),
    _("Nothing is told to the State or the unit before this says that it may be."),
    forms.AssessForm,
    lambda concern, by, data: actions.assess_protection(concern=concern, by=by, **data),
    done=_("The assessment is recorded."),
)
TELL = Dialog(
    "tell",
    _("Record that it was told"),
    _("Only “adverse information” and the month, never what, where or who."),
    forms.TellForm,
    lambda concern, by, data: actions.tell_state(concern=concern, by=by, **data),
    done=_("It is recorded."),
    blocked=lambda concern, by: "" if _may_tell(concern) else _("No assessment allows it."),
)


def _may_tell(concern: Concern) -> bool:
    latest = concern.assessments.order_by("-assessed_at", "-pk").first()
    return bool(latest and latest.may_tell)


def concern_dialogs(concern: Concern, by: Any) -> dict[str, Dialog]:
    """Those this reader may open; of a restricted one only what is decided here."""
    if concern.state == ConcernState.LIFTED:
        return {}
    within = [state_of(concern.subject)]
    works = may(by, Permission.VETTING_WORK, contingents=within)
    decides = may(by, Permission.VETTING_DECIDE, contingents=within)
    open_here = not concern.is_restricted
    proposed = concern.lift_proposed_by_id
    wanted = [
        (LIFT, decides and open_here and proposed and proposed != by.pk),
        (CONFIRM, decides and concern.state == ConcernState.OPEN),
        (PROPOSE_LIFTING, works and open_here and not proposed),
        (ASSESS, decides and open_here),
        (TELL, decides),
    ]
    return {dialog.name: dialog for dialog, offered in wanted if offered}


@admin.register(Concern)
class ConcernAdmin(RecordAdmin):
    """Adverse information. Of one with a restricted basis nothing is known here but whom and when."""

    sees = (Permission.VETTING_SEE,)
    adds = (Permission.VETTING_WORK,)
    list_display = ("about", "source", "standing", "opened_on")
    list_filter = (SecondPersonFilter, "state", "gravity", "source", SubjectStateFilter)
    search_fields = ("personnel__service_number", "unit__code")
    search_help_text = _("A service number, or the code of a unit. Never type a name here.")
    ordering = ("-recorded_at", "pk")
    page_template = "mission/record.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_subjects()

    def with_page_data(self, rows: Any) -> Any:
        return rows.with_subjects().select_related("recorded_by", "lift_proposed_by", "decided_by")

    @display(description=_("about"))
    def about(self, concern: Concern) -> str:
        return str(concern.subject)

    @display(description=_("state"), ordering="state")
    def standing(self, concern: Concern) -> Any:
        badges = [status_badge(word, tone) for word, tone in columns.concern_badges(concern)]
        return format_html("{}" * len(badges), *badges)

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return concern_dialogs(subject, by)

    def url_after(self, result: Any) -> str:
        return self.address("change", result.pk) if isinstance(result, Concern) else ""

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        cards = [
            {"title": gettext("What is known"), "facts": columns.concern_facts(subject)},
            {"title": gettext("Credibility"), "facts": columns.weighed_facts(subject.credibility)},
            {
                "title": gettext("Whether telling is safe"),
                "lines": columns.assessment_lines(subject),
                "empty": gettext("Not assessed yet: nothing may be told."),
                "buttons": self.buttons(subject, request, "assess"),
            },
            {
                "title": gettext("What the State or unit was told"),
                "lines": columns.notice_lines(subject),
                "empty": gettext("Nothing."),
                "buttons": self.buttons(subject, request, "tell") if _may_tell(subject) else [],
            },
        ]
        return {
            "kicker": gettext("Concern"),
            "heading": str(subject.subject),
            "badges": columns.concern_badges(subject),
            "notes": _notes(subject, request.user),
            "cards": [card for card in cards if card.get("facts") or "lines" in card],
            "moves": self.buttons(subject, request, "lift", "confirm", "propose_lifting"),
            "timeline": timeline(subject),
        }

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.serve(request, RECORD, None)


def _notes(concern: Concern, user: Any) -> list[dict[str, Any]]:
    if concern.is_restricted:
        text = gettext(
            "The basis is restricted: nobody who vets can read it. It is assessed and lifted where"
            " it is known; what stands here is enough to act on."
        )
        return [{"tone": "info", "text": text}]
    if concern.lift_proposed_by_id and concern.state != ConcernState.LIFTED:
        text = gettext("%(who)s proposes to lift it: %(why)s")
        who = concern.lift_proposed_by.name
        return [{"tone": "info", "text": text % {"who": who, "why": concern.decision_reason}}]
    return []
