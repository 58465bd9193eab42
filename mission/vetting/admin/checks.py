"""Checks: one list, and a page for each."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from mission.force.admin import ListFiles
from mission.vetting import columns
from mission.vetting.admin.dialogs import REQUEST, check_dialogs
from mission.vetting.admin.filters import SecondPersonFilter, SubjectStateFilter
from mission.vetting.models import Check
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.files import actions as files
from oversight.files.admin import FileDialogs
from oversight.files.views import original
from oversight.pages.admin import status_badge


@admin.register(Check)
class CheckAdmin(FileDialogs, ListFiles, RecordAdmin):
    """What was asked for, is in review, stands, or stopped."""

    sees = (Permission.VETTING_SEE,)
    adds = (Permission.VETTING_WORK,)
    list_display = ("about", "scheme_name", "standing", "until", "requested_at")
    list_filter = (SecondPersonFilter, "status", "scheme", SubjectStateFilter)
    search_fields = ("personnel__service_number", "unit__code")
    search_help_text = _("A service number, or the code of a unit. Never type a name here.")
    list_per_page = 50
    show_full_result_count = False
    page_template = "mission/record.html"
    file_columns = (
        *(_("State"), _("Service number"), _("Unit"), _("Scheme"), _("Status")),
        *(_("Valid from"), _("Valid until")),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_subjects()

    def with_page_data(self, rows: Any) -> Any:
        more = ("requested_by", "proposed_by", "decided_by", "certification", "commander")
        return rows.with_subjects().select_related(*more).prefetch_related("appeals")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.evidence_view)
        route = "<uuid:pk>/evidence/<uuid:part>/"
        return [path(route, view, name="mission_check_evidence"), *super().get_urls()]

    @display(description=_("about"), ordering="personnel__service_number")
    def about(self, check: Check) -> str:
        return str(check.subject)

    @display(description=_("scheme"), ordering="scheme__order")
    def scheme_name(self, check: Check) -> str:
        return check.scheme.label

    @display(description=_("status"), ordering="status")
    def standing(self, check: Check) -> Any:
        badges = [status_badge(word, tone) for word, tone in columns.check_badges(check)]
        return format_html("{}" * len(badges), *badges)

    @display(description=_("valid until"), ordering="valid_until")
    def until(self, check: Check) -> Any:
        return check.valid_until or "–"

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return check_dialogs(subject, by)

    def url_after(self, result: Any) -> str:
        return self.address("change", result.pk) if isinstance(result, Check) else ""

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        main = ("agree", "send_back", "take_up", "propose", "suspend", "appeal")
        appeals = columns.appeal_lines(subject)
        for line in appeals:
            line["buttons"] = self.part_buttons(
                subject, request, line["row"].pk, *_deciding(line["row"])
            )
        return {
            "kicker": gettext("Check"),
            "heading": f"{subject.subject} · {subject.scheme.label}",
            "badges": columns.check_badges(subject),
            "notes": self._notes(subject, request),
            "cards": [
                {"title": gettext("What is checked"), "facts": columns.check_facts(subject)},
                *self._weighed(subject),
                {
                    "title": gettext("Evidence"),
                    "lines": columns.evidence_lines(subject),
                    "empty": gettext("None has been added."),
                    "buttons": self.buttons(subject, request, "evidence"),
                    "csrf": csrf_field(request),
                },
                *([{"title": gettext("Appeals"), "lines": appeals}] if appeals else []),
            ],
            "moves": self.buttons(subject, request, *main),
            "timeline": timeline(subject),
        }

    def _notes(self, check: Check, request: HttpRequest) -> list[dict[str, Any]]:
        if check.proposed_outcome and check.proposed_by_id == request.user.pk:
            return [{"tone": "info", "text": gettext("Your proposal waits for a colleague.")}]
        return []

    def _weighed(self, check: Check) -> list[dict[str, Any]]:
        cards = [
            {"title": gettext("Outcome and basis"), "facts": columns.proposal_facts(check)},
            {"title": gettext("Credibility"), "facts": columns.weighed_facts(check.credibility)},
        ]
        return [card for card in cards if card["facts"]]

    def file_cells(self, rows: list[Any], user: Any) -> Iterable[list[Any]]:
        for row in rows:
            person, unit = row.personnel, row.unit
            yield [
                person.state_id if person else unit.contingent.state_id,
                person.service_number if person else "",
                unit.code if unit else "",
                row.scheme.label,
                row.get_status_display(),
                row.valid_from,
                row.valid_until,
            ]

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.serve(request, REQUEST, None)

    def evidence_view(self, request: HttpRequest, pk: Any, part: Any) -> HttpResponseBase:
        """The file as it came, to be saved; an event before its first byte."""
        check = self.find(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = check.evidence.select_related("file").filter(pk=part, file__isnull=False).first()
        if row is None:
            raise Http404
        files.note_download(file=row.file, by=request.user, subject=check)
        return original(row.file, name=f"evidence-{row.pk}")


def _deciding(appeal: Any) -> tuple[str, ...]:
    return ("uphold", "dismiss") if appeal.state == "open" else ()


def csrf_field(request: HttpRequest) -> Any:
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )
