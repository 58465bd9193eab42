"""Readiness on the site: every unit, and the people of one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mission.deployment import columns
from mission.force.access import within_states
from mission.force.actions import note_export
from mission.force.forms import TakeOutForm
from mission.force.models import Unit
from mission.force.views import asked_day
from oversight.authority.choices import Permission
from oversight.authority.rules import holds
from oversight.exports.views import download

SEE = Permission.DEPLOYMENT_SEE
PAGE = 100


@require_safe
@never_cache
@login_required
def readiness(request: HttpRequest) -> HttpResponse:
    """Strength, who is fit, who is blocked and why, what ends soon: of every unit, on a day."""
    return _page(request, TakeOutForm(by=request.user))


def _page(request: HttpRequest, file_form: TakeOutForm) -> HttpResponse:
    _allowed(request)
    form, day = asked_day(request)
    context = {
        "form": form,
        "day": day,
        "file_form": file_form,
        **columns.readiness_table(request.user, day),
    }
    status = 400 if form.errors or file_form.errors else 200
    return render(request, "mission/deployment/readiness.html", context, status=status)


@require_POST
@never_cache
@login_required
def readiness_file(request: HttpRequest) -> HttpResponseBase:
    """The same table as a file: written down, with the reason, before it leaves."""
    _allowed(request)
    form = TakeOutForm(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, form)
    _form, day = asked_day(request)
    table = columns.readiness_table(request.user, day)
    note_export(
        list="readiness",
        needs=(SEE,),
        rows=len(table["lines"]),
        filters=["on"],
        by=request.user,
        **form.cleaned_data,
    )
    rows = columns.file_rows(table)
    name = f"readiness-{day.isoformat()}"
    return download(rows, name=name, format=form.cleaned_data["format"])


@require_safe
@never_cache
@login_required
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of one unit who are there, and what each lacks; by number, never by name."""
    _allowed(request)
    rows = Unit.objects.filter(within_states(request.user, SEE, "contingent__state_id"))
    found = get_object_or_404(rows.select_related("contingent__state"), pk=pk)
    form, day = asked_day(request)
    people = columns.people_of_unit(request.user, found, day)
    context = {
        "form": form,
        "day": day,
        "unit": found,
        "count": len(people),
        "fit": sum(line["fit"] for line in people),
        "page": Paginator(people, PAGE).get_page(request.GET.get("page")),
    }
    status = 400 if form.errors else 200
    return render(request, "mission/deployment/unit.html", context, status=status)


def _allowed(request: Any) -> None:
    if not holds(request.user, SEE):
        raise Http404
