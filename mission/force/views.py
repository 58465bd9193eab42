"""How strong the force is on a day: as stated by others, and as counted from arrivals."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mission.force.columns.strength import strength_on
from mission.force.forms import DayForm
from oversight.authority.choices import Permission
from oversight.authority.rules import holds


def asked_day(request: HttpRequest) -> tuple[DayForm, date]:
    """`?on=`, and the day it means: today when it is left out or is none."""
    today = timezone.localdate()
    form = DayForm({"on": request.GET.get("on") or today.isoformat()})
    return form, form.cleaned_data["on"] if form.is_valid() else today


@require_safe
@never_cache
@login_required
def strength(request: HttpRequest) -> HttpResponse:
    """Authorised, pledged, notified, reported and present stand beside each other, never summed."""
    if not holds(request.user, Permission.PERSONNEL_SEE):
        raise Http404
    form, day = asked_day(request)
    context = {"form": form, "day": day, **strength_on(request.user, day)}
    return render(
        request, "mission/force/strength.html", context, status=400 if form.errors else 200
    )
