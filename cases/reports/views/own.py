"""One's own reports: reference and status; questions and additions."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.reports.actions import amend, answer
from cases.reports.choices import ReportStatus
from cases.reports.forms import WordsForm
from cases.reports.models import Report, ReportDraft
from cases.reports.views.gate import danger_context, for_filers
from cases.reports.workflow import PROPOSED
from oversight.authority.rules import RuleBroken

PAGE = 50
TONES = {
    ReportStatus.SUBMITTED: "info",
    ReportStatus.NEEDS_INFORMATION: "due",
    ReportStatus.ACCEPTED: "done",
    ReportStatus.DECLINED: "neutral",
    ReportStatus.DUPLICATE: "neutral",
}


@require_safe
@for_filers
def own_list(request: HttpRequest) -> HttpResponse:
    """Reference, status and date alone: a phone may be searched."""
    rows = Report.objects.filed_by_person(request.user).only("reference", "status", "filed_at")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [(row, TONES[ReportStatus(row.status)]) for row in page.object_list],
        "drafts": ReportDraft.objects.visible_to(request.user).only("id", "updated_at"),
    }
    return render(request, "cases/reports/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_filers
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """Status, what the office wrote, and a place to answer or add."""
    rows = Report.objects.filed_by_person(request.user)
    report = get_object_or_404(rows, reference=reference.upper())
    form = WordsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return _add(request, report, form.cleaned_data["text"])
        except RuleBroken as broken:
            form.add_error("text", str(broken.message))
    said = report.decisions.exclude(message="").exclude(name__in=PROPOSED).order_by("-at")
    context: dict[str, Any] = {
        "report": report,
        "tone": TONES[ReportStatus(report.status)],
        "asked": report.status == ReportStatus.NEEDS_INFORMATION,
        "said": said,
        "added": report.amendments.filter(by=request.user).only("at").order_by("-at"),
        "form": form,
        **danger_context(),
    }
    return render(request, "cases/reports/one.html", context)


def _add(request: HttpRequest, report: Report, text: str) -> HttpResponse:
    if report.status == ReportStatus.NEEDS_INFORMATION:
        answer(report=report, by=request.user, text=text)  # type: ignore[arg-type]
        messages.success(request, _("Your answer was sent. Thank you."))
    else:
        amend(report=report, by=request.user, text=text)  # type: ignore[arg-type]
        messages.success(request, _("What you added was sent. Thank you."))
    return redirect("reports:one", report.reference)
