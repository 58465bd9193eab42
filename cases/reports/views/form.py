"""The report form: one question a page; everything typed is kept in a sealed draft."""

import uuid
from typing import Any

from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.reports.actions.drafts import answers_of, save_step, send_draft
from cases.reports.actions.drafts import discard as discard_draft
from cases.reports.forms import BY_NAME, STEPS, Filled, Step
from cases.reports.forms.base import StepForm
from cases.reports.forms.steps import PAGES, step_of
from cases.reports.models import Report, ReportDraft
from cases.reports.views.gate import danger_context, for_filers
from cases.reports.views.uploads import draft_files, summary
from oversight.authority.rules import Mistakes, RuleBroken


@require_safe
@for_filers
def new(request: HttpRequest) -> HttpResponse:
    """The first question. The draft begins when the first page is sent; looking writes nothing."""
    return _page(request, uuid.uuid4(), STEPS[0], Filled(), STEPS[0].form())


def draft_of(request: HttpRequest, id: uuid.UUID) -> ReportDraft | None:
    """The person's own draft; a draft of somebody else does not exist for them."""
    draft = ReportDraft.objects.visible_to(request.user).filter(pk=id).first()
    if draft is None and ReportDraft.objects.filter(pk=id).exists():
        raise Http404
    return draft


def already_sent(request: HttpRequest, id: uuid.UUID) -> bool:
    return Report.objects.filed_by_person(request.user).filter(pk=id).exists()


@require_http_methods(["GET", "HEAD", "POST"])
@for_filers
def step(request: HttpRequest, id: uuid.UUID, name: str) -> HttpResponse:
    """One question: shown with what was typed before, kept before anything is checked."""
    if name not in BY_NAME:
        raise Http404
    page, draft = BY_NAME[name], draft_of(request, id)
    if draft is None and already_sent(request, id):
        return redirect("reports:sent", id)
    if request.method == "POST":
        return _take(request, id, page)
    if draft is None and page is not STEPS[0]:
        return redirect("reports:step", id, STEPS[0].name)
    filled = Filled(answers_of(draft=draft, by=request.user))
    return _page(request, id, page, filled, filled.form(page), draft)


def _take(request: HttpRequest, id: uuid.UUID, page: Step) -> HttpResponse:
    answers = save_step(
        id=id,
        by=request.user,
        step=page.name,
        typed=Filled.kept(request.POST),
        danger="danger_now" in request.POST,
    )
    filled, go = Filled(answers), request.POST.get("go", "on")
    form = filled.form(page, request.POST)
    if go == "back":
        return redirect(address_before(id, page))
    if go == "stay" or "more" in request.POST:
        return _page(request, id, page, filled, _unchecked(form))
    if form.is_valid():
        return redirect(address_after(id, page, to_review=go == "review"))
    return _page(request, id, page, filled, form)


def _unchecked(form: StepForm) -> StepForm:
    """The form with what was typed and no complaints: the person is not done with the page."""
    form._errors = ErrorDict()
    return form


def address_before(id: uuid.UUID, page: Step) -> str:
    place = max(STEPS.index(page) - 1, 0)
    return _address(id, STEPS[place].name)


def address_after(id: uuid.UUID, page: Step, *, to_review: bool) -> str:
    place = STEPS.index(page) + 1
    return _address(id, "review" if to_review or place == len(STEPS) else STEPS[place].name)


def _address(id: uuid.UUID, name: str) -> str:
    if name == "review":
        return reverse("reports:review", args=[id])
    return reverse("reports:step", args=[id, name])


def _page(
    request: HttpRequest,
    id: uuid.UUID,
    page: Step,
    filled: Filled,
    form: StepForm,
    draft: ReportDraft | None = None,
) -> HttpResponse:
    context = page_context(request, id, page, filled, form, draft)
    return render(request, page.template, context)


def page_context(
    request: HttpRequest,
    id: uuid.UUID,
    page: Step,
    filled: Filled,
    form: StepForm,
    draft: ReportDraft | None,
) -> dict[str, Any]:
    """What the frame of every page of the form needs."""
    return {
        "id": id,
        "page": page,
        "form": form,
        "carried": page.name in filled.carried,
        "step": STEPS.index(page) + 1,
        "steps": PAGES,
        "first": page is STEPS[0],
        "danger": filled.danger,
        "to_review": request.GET.get("from") == "review" or request.POST.get("from") == "review",
        "save_state": _save_state(request, draft),
        **danger_context(),
    }


def _save_state(request: HttpRequest, draft: ReportDraft | None) -> str:
    saved = timezone.now() if request.method == "POST" else draft and draft.updated_at
    if not saved:
        return _("Nothing is saved yet. It will be when you continue.")
    at = time_format(timezone.localtime(saved), "H:i")
    return _("Draft saved at %(time)s, encrypted. Not sent yet.") % {"time": at}


@require_http_methods(["GET", "HEAD", "POST"])
@for_filers
def review(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Everything at once before sending. Sending twice makes one report."""
    draft = draft_of(request, id)
    if draft is None:
        if already_sent(request, id):
            return redirect("reports:sent", id)
        return redirect("reports:new")
    filled = Filled(answers_of(draft=draft, by=request.user))
    open_step = filled.open_step()
    if open_step is not None:
        return redirect(f"{_address(id, open_step.name)}?from=review")
    mistakes: list[dict[str, Any]] = []
    if request.method == "POST":
        try:
            return _send(request, draft, filled)
        except Mistakes as found:
            mistakes = [_where(id, mistake) for mistake in found.found]
        except RuleBroken as broken:
            mistakes = [{"text": broken.message, "url": ""}]
    context = {
        "id": id,
        "sections": _sections(draft, filled),
        "mistakes": mistakes,
        "danger": filled.danger,
        "step": PAGES,
        "steps": PAGES,
        "last": STEPS[-1],
        "save_state": _save_state(request, draft),
        **danger_context(),
    }
    return render(request, "cases/reports/review.html", context)


def _sections(draft: ReportDraft, filled: Filled) -> list[tuple[Step, Any, bool]]:
    """Every page with what it holds, and whether that was only carried over."""
    return [
        (
            page,
            summary(draft_files(draft)) if page.name == "files" else form.lines(),
            page.name in filled.carried,
        )
        for page, form in filled.forms
    ]


def _send(request: HttpRequest, draft: ReportDraft, filled: Filled) -> HttpResponse:
    data = filled.body()
    data["danger_now"] = filled.danger or "danger_now" in request.POST
    send_draft(
        draft=draft,
        data=data,
        language=(get_language() or "fr")[:2],
        by=request.user,  # type: ignore[arg-type]
    )
    return redirect("reports:sent", draft.pk)


def _where(id: uuid.UUID, mistake: RuleBroken) -> dict[str, Any]:
    page = step_of(mistake)
    return {"text": mistake.message, "url": f"{_address(id, page.name)}?from=review"}


@require_POST
@for_filers
def discard(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    draft = get_object_or_404(ReportDraft.objects.visible_to(request.user), pk=id)
    discard_draft(draft=draft, by=request.user)  # type: ignore[arg-type]
    return redirect("reports:list")
