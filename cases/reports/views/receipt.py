"""The receipt: that something was sent, when, and what happens next. Nothing of what was told."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from cases.reports.actions.drafts import begin_after
from cases.reports.forms import STEPS, carried_from
from cases.reports.models import Report
from cases.reports.views.gate import danger_context, for_filers
from oversight.deadlines.models import Deadline


def _own(request: HttpRequest, id: uuid.UUID) -> Report:
    rows = Report.objects.filed_by_person(request.user).select_related("place")
    return get_object_or_404(rows, pk=id)


def _facts(request: HttpRequest, report: Report) -> dict[str, Any]:
    running = Deadline.objects.of_subject(report).running()
    clock = running.filter(clock="report_triage", paused_at__isnull=True)
    siblings = Report.objects.filed_by_person(request.user).of_same_visit(report)
    return {
        "report": report,
        "due_at": clock.values_list("due_at", flat=True).first(),
        "files": report.attachments.count(),
        "zone": settings.TIME_ZONE,
        "siblings": siblings.order_by("filed_at").values_list("reference", flat=True),
    }


@require_safe
@for_filers
def sent(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """The receipt, now and whenever it is asked for again."""
    context = {**_facts(request, _own(request, id)), **danger_context()}
    return render(request, "cases/reports/sent.html", context)


@require_safe
@for_filers
def receipt_text(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """The same as a plain text to keep or print."""
    report = _own(request, id)
    text = render_to_string("cases/reports/receipt.txt", _facts(request, report), request)
    response = HttpResponse(text.strip() + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{report.reference}.txt"'
    return response


@require_POST
@for_filers
def again(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Another incident of the same visit: a new draft that has place, date and source already."""
    report = _own(request, id)
    draft = begin_after(report=report, steps=carried_from(report), by=request.user)  # type: ignore[arg-type]
    return redirect("reports:step", draft.pk, STEPS[0].name)
