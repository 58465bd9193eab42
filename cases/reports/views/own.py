"""One's own reports: reference and status; questions, answers and additions."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from cases.reports.actions import amend, answer, attach_to_report
from cases.reports.actions.attaching import takes_files
from cases.reports.actions.drafts import removed_on
from cases.reports.choices import ReportStatus
from cases.reports.forms import WordsForm
from cases.reports.models import Report, ReportDraft
from cases.reports.views.gate import danger_context, for_filers
from cases.reports.views.uploads import Taken, answer_script, attach_all, by_script
from cases.reports.workflow import PROPOSED
from oversight.authority.rules import RuleBroken
from oversight.files.adapters import SealingHandler, sealed_uploads

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
    drafts = ReportDraft.objects.visible_to(request.user).only("id", "created_at", "updated_at")
    context = {
        "page_obj": page,
        "rows": [(row, TONES[ReportStatus(row.status)]) for row in page.object_list],
        "drafts": [
            {"draft": row, "goes": removed_on(row), "files": row.files}
            for row in drafts.annotate(files=Count("attachments"))
        ],
    }
    return render(request, "cases/reports/list.html", context)


@csrf_exempt  # checked in `_take`: the check reads the body, and must find the seal in place
@require_http_methods(["GET", "HEAD", "POST"])
@for_filers
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """Status, what was asked and answered, and a place to answer or add."""
    rows = Report.objects.filed_by_person(request.user).marking_outcome()
    report = get_object_or_404(rows, reference=reference.upper())
    if request.method != "POST":
        return _page(request, report, WordsForm(with_files=takes_files(report)))
    with sealed_uploads(request) as handler:
        return _take(request, report, handler)


@csrf_protect
def _take(request: HttpRequest, report: Report, handler: SealingHandler) -> HttpResponse:
    """Files first, so that a mistake in the words loses none of them."""
    go = request.POST.get("go", "send")
    taken = attach_all(request, handler, lambda **a: attach_to_report(report=report, **a))
    if by_script(request):
        return answer_script(request, taken, _files(report))
    # Who only adds files has nothing to say yet: what was typed is shown again, unchecked.
    shown = {"initial": request.POST.dict()} if go == "stay" else {"data": request.POST}
    form = WordsForm(**shown, with_files=takes_files(report))
    if taken.refused:
        form = WordsForm(request.POST, with_files=True)
        taken.tell(form)
    elif form.is_bound and form.is_valid():
        try:
            return _add(request, report, form.cleaned_data["text"])
        except RuleBroken as broken:
            form.add_error("text", str(broken.message))
    if taken.added:
        said = ngettext("%(n)d file was added.", "%(n)d files were added.", taken.added)
        messages.success(request, said % {"n": taken.added})
    report.refresh_from_db()
    return _page(request, report, form, taken)


def _files(report: Report) -> dict[str, Any]:
    """How many files, and no more: not their names, not what they show."""
    rows = report.attachments.select_related("file")
    return {
        "count": len(rows),
        "set_aside": sum(row.file.state == "quarantined" for row in rows),
    }


def _thread(report: Report, user: Any) -> list[dict[str, Any]]:
    """What was said from both sides, oldest first; of one's own words only when they came."""
    asked = report.decisions.exclude(message="").exclude(name__in=PROPOSED)
    words = report.amendments.filter(by=user).only("at", "answers")
    found = [{"at": row.at, "message": row.message} for row in asked]
    found += [{"at": row.at, "answer": row.answers_id is not None} for row in words]
    return sorted(found, key=lambda entry: entry["at"])


def _page(
    request: HttpRequest, report: Any, form: WordsForm, taken: Taken | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "report": report,
        "tone": TONES[ReportStatus(report.status)],
        "asked": report.status == ReportStatus.NEEDS_INFORMATION,
        "takes_files": takes_files(report),
        "thread": _thread(report, request.user),
        "siblings": Report.objects.filed_by_person(request.user).of_same_visit(report),
        "form": form,
        **_files(report),
        **danger_context(),
    }
    status = taken.status if taken else 200
    return render(request, "cases/reports/one.html", context, status=status)


def _add(request: HttpRequest, report: Report, text: str) -> HttpResponse:
    if report.status == ReportStatus.NEEDS_INFORMATION:
        answer(report=report, by=request.user, text=text)  # type: ignore[arg-type]
        messages.success(request, _("Your answer was sent. Thank you."))
    else:
        amend(report=report, by=request.user, text=text)  # type: ignore[arg-type]
        messages.success(request, _("What you added was sent. Thank you."))
    return redirect("reports:one", report.reference)
