"""The report queue and the page of a report."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.casework.models import Case
from cases.reports.access import triable_reports
from cases.reports.choices import ReportStatus
from cases.reports.models import Report
from cases.triage.admin import report_page as page
from cases.triage.admin.lists import Column, Tab
from cases.triage.admin.report_bulk import REPORT_BULK
from cases.triage.admin.report_dialogs import may_reveal, report_dialogs
from cases.triage.admin.screens import Screen
from cases.triage.columns import (
    case_of,
    declined_share,
    report_rows,
    since_when,
    with_next_clock,
)
from cases.triage.columns.files import FileShape, report_file
from cases.triage.filters import ReportFilters
from cases.triage.rules import REPORT_TONES
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission
from oversight.authority.rules import holds

CASE_PAGE = "admin:cases_case_change"


@admin.register(Report)
class ReportAdmin(Screen):
    """Reports that the person may decide on: the rule of full text, not of one's own status."""

    sees = (Permission.REPORT_TRIAGE,)
    search_fields = ("reference",)
    rule = staticmethod(triable_reports)
    list_title = _("Reports")
    list_template = "cases/triage/reports.html"
    page_template = "cases/triage/report.html"
    preview_template = "cases/triage/report_preview.html"
    filterset_class = ReportFilters
    bulk = REPORT_BULK
    tabs = (
        Tab("waiting", _("Waiting"), lambda rows, user: rows.waiting(), "due"),
        Tab(
            "asked",
            _("Needs information"),
            lambda rows, user: rows.filter(status=ReportStatus.NEEDS_INFORMATION),
            "due",
        ),
        Tab("answered", _("Answered"), lambda rows, user: rows.answered(), "due"),
        Tab("second", _("Wait for a second person"), lambda rows, user: rows.proposed(), "due"),
        Tab(
            "mine",
            _("Assigned to me"),
            lambda rows, user: rows.assigned_to(user).filter(
                status__in=(ReportStatus.SUBMITTED, ReportStatus.NEEDS_INFORMATION)
            ),
            "due",
        ),
        Tab(
            "accepted",
            _("Accepted, not yet in a case"),
            lambda rows, user: rows.accepted_without_case(),
            "received",
        ),
        Tab("all", _("All"), lambda rows, user: rows, "-received"),
    )
    columns = (
        Column("reference", _("Reference"), "reference"),
        Column("due", _("Due"), "due"),
        Column("status", _("Status"), "status"),
        Column("types", _("What happened")),
        Column("track", _("Track"), "track"),
        Column("received", _("Received"), "received"),
    )
    orders = {
        "reference": F("reference"),
        "received": F("filed_at"),
        "track": F("track"),
        "status": F("status"),
        "due": F("next_due"),
    }

    def more_views(self) -> tuple[tuple[str, Any, str], ...]:
        return (("declined/", self.declined_view, "declined"),)

    def declined_view(self, request: HttpRequest) -> HttpResponse:
        """How much of what was decided was declined; for who answers for all of it."""
        if not holds(request.user, Permission.RELEASE_APPROVE):
            raise PermissionDenied
        shares = declined_share(since=since_when(), user=request.user)
        parts = (
            (_("Decided by"), shares.reviewers),
            (_("Department"), shares.departments),
            (_("Track"), shares.tracks),
        )
        context = self.page_context(
            request,
            title=_("Declined reports"),
            shares=shares,
            parts=parts,
            back=self.address("changelist"),
        )
        return TemplateResponse(request, "cases/triage/declined.html", context)

    def seen_by(self, user: Any) -> Any:
        return Report.objects.triable_by(user)

    def with_list_data(self, rows: Any) -> Any:
        light = rows.with_list_data().defer("narrative", "external_data", "source_contact")
        return with_next_clock(light.with_last_move()).select_related("place", "assigned_to")

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("place", "assigned_to", "filed_by")

    def rows(self, found: list[Any]) -> list[dict[str, Any]]:
        return report_rows(found)

    def file_shape(self, *, with_titles: bool) -> FileShape:
        return report_file(with_titles=with_titles)

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return report_dialogs(subject, by)

    def standings_of(self, subject: Any) -> list[Any]:
        """Those of the case the report is in: who works on it sees its reports."""
        link = subject.case_links.standing().select_related("case").first()
        return (
            list(link.case.access.filter(ended_at__isnull=True).select_related("user"))
            if link
            else []
        )

    def url_after(self, result: Any) -> str:
        """Opening a case leads to the case."""
        return reverse(CASE_PAGE, args=[result.pk]) if isinstance(result, Case) else ""

    def preview_sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        return {
            "facts": page.facts(subject),
            "people": page.people(subject),
            "provisions": page.provisions(subject),
        }

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        dialogs = self.dialogs_of(subject, request.user).values()
        return self.preview_sections(subject, request) | {
            "buttons": [self.button(subject, dialog, request) for dialog in dialogs],
            "tone": REPORT_TONES[subject.status],
            "origin": page.origin(subject),
            "thread": page.thread(subject),
            "files": page.attachments([subject])[subject.pk],
            "visit": page.visit(subject, request.user),
            "neighbours": page.neighbours(subject, request.user),
            "case": case_of(subject, request.user),
            "questions": page.questions(subject),
            "proposal": page.proposal(subject, request.user),
            "clocks": page.clocks(subject, request.user),
            "has_contact": page.has_contact(subject),
            "may_reveal": may_reveal(subject, request.user),
            "timeline": timeline(subject),
        }
