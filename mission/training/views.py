"""Which units are trained in what, on a day."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mission.training import columns
from mission.training.forms import MatrixForm
from oversight.authority.choices import Permission
from oversight.authority.rules import holds


@require_safe
@never_cache
@login_required
def matrix(request: HttpRequest) -> HttpResponse:
    """Unit by module: how many of the members on that day have a pass that counts."""
    if not holds(request.user, Permission.PERSONNEL_SEE):
        raise Http404
    today = timezone.localdate()
    asked = {"on": request.GET.get("on") or today.isoformat(), "state": request.GET.get("state")}
    form = MatrixForm(asked, by=request.user)
    valid = form.is_valid()
    day = form.cleaned_data.get("on") or today
    state = form.cleaned_data.get("state")
    modules, lines = (
        columns.matrix(request.user, day, state.pk if state else "") if valid else ((), ())
    )
    context = {
        "form": form,
        "day": day,
        # What a link adds where it is not about today: there are thousands of them.
        "at": "" if day == today else f"@{day.isoformat()}",
        "modules": modules,
        "lines": lines,
        "people": reverse("admin:mission_personnel_changelist"),
    }
    return render(request, "mission/training/matrix.html", context, status=200 if valid else 400)
