"""The page of photos and documents, and pictures and originals for who may see the report."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.reports.actions import attach_to_draft, detach, download
from cases.reports.actions.drafts import answers_of, save_step
from cases.reports.forms import BY_NAME, STEPS, Filled
from cases.reports.models import ReportAttachment, ReportDraft
from cases.reports.views.form import (
    address_after,
    address_before,
    already_sent,
    draft_of,
    page_context,
)
from cases.reports.views.gate import for_filers
from cases.reports.views.uploads import Taken, answer_script, attach_all, by_script, draft_files
from oversight.audit.actions import note_read
from oversight.authority.choices import Permission
from oversight.authority.rules import holds
from oversight.files.adapters import SealingHandler, sealed_uploads
from oversight.files.views import original, preview

PAGE = BY_NAME["files"]


@csrf_exempt  # checked in `_take`: the check reads the body, and must find the seal in place
@require_http_methods(["GET", "HEAD", "POST"])
@for_filers
def files(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """What is with the draft, and a place to add more. The body is read only for the draft's owner."""
    draft = draft_of(request, id)
    if draft is None:
        if already_sent(request, id):
            return redirect("reports:sent", id)
        return redirect("reports:step", id, STEPS[0].name)
    if request.method != "POST":
        return _page(request, draft, Taken())
    with sealed_uploads(request) as handler:
        return _take(request, draft, handler)


@csrf_protect
def _take(request: HttpRequest, draft: ReportDraft, handler: SealingHandler) -> HttpResponse:
    go = request.POST.get("go", "on")
    save_step(
        id=draft.pk,
        by=request.user,  # type: ignore[arg-type]
        step=PAGE.name,
        typed={},
        danger="danger_now" in request.POST,
    )
    if remove := request.POST.get("remove"):
        detach(draft=draft, attachment_id=_uuid(remove), by=request.user)  # type: ignore[arg-type]
        go = "stay"
    taken = attach_all(request, handler, _attach_to(draft))
    draft.refresh_from_db()
    if by_script(request):
        return answer_script(request, taken, {"files": draft_files(draft)})
    if taken.refused:
        return _page(request, draft, taken)
    if go == "back":
        return redirect(address_before(draft.pk, PAGE))
    if go == "stay":
        return redirect("reports:files", draft.pk)
    return redirect(address_after(draft.pk, PAGE, to_review=go == "review"))


def _attach_to(draft: ReportDraft):
    return lambda **arrived: attach_to_draft(draft=draft, **arrived)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def _page(request: HttpRequest, draft: ReportDraft, taken: Taken) -> HttpResponse:
    filled = Filled(answers_of(draft=draft, by=request.user))  # type: ignore[arg-type]
    form = PAGE.form({}, known=filled.known)
    taken.tell(form)
    context = page_context(request, draft.pk, PAGE, filled, form, draft)
    context["files"] = draft_files(draft)
    return render(request, PAGE.template, context, status=taken.status)


def _attachment(request: HttpRequest, id: uuid.UUID) -> ReportAttachment:
    """A file of a report that the person may decide on; nothing else exists here."""
    rows = ReportAttachment.objects.visible_to(request.user).filed()
    found = rows.select_related("file", "report").filter(pk=id).first()
    if found is None or not holds(request.user, Permission.REPORT_TRIAGE):
        raise Http404
    return found


@require_safe
@never_cache
@login_required
def picture(request: HttpRequest, id: uuid.UUID) -> HttpResponseBase:
    """The copy of a picture."""
    found = _attachment(request, id)
    note_read(target=found.report, by=request.user)
    return preview(found.file)


@require_POST
@never_cache
@login_required
def original_file(request: HttpRequest, id: uuid.UUID) -> HttpResponseBase:
    """The file as it came, with all that the camera wrote into it, to be saved."""
    found = download(attachment=_attachment(request, id), by=request.user)  # type: ignore[arg-type]
    return original(found.file, name=f"{found.report.reference}-{found.position}")
