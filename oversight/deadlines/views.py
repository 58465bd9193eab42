"""A person's own notices."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oversight.deadlines import actions
from oversight.deadlines.columns import notice_rows
from oversight.deadlines.forms import HabitForm
from oversight.deadlines.models import Notice, NoticePreference

PAGE = 50


@require_safe
@never_cache
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first; what the person may no longer see is left out."""
    rows = Notice.objects.visible_to(request.user).select_related("deadline__rule")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    chosen = NoticePreference.objects.visible_to(request.user).first()
    context = {
        "page_obj": page,
        "rows": notice_rows(page.object_list, request.user),
        "unread": rows.unread().count(),
        "form": HabitForm(initial={"habit": chosen.habit} if chosen else {}),
    }
    return render(request, "oversight/deadlines/notices.html", context)


@require_POST
@login_required
def read_one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.mark_read(by=request.user, notice=notice)
    return redirect("deadlines:notices")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_read(by=request.user)
    return redirect("deadlines:notices")


@require_POST
@login_required
def habit(request: HttpRequest) -> HttpResponse:
    form = HabitForm(request.POST)
    if form.is_valid():
        actions.set_habit(by=request.user, habit=form.cleaned_data["habit"])
        messages.success(request, _("Your choice is kept."))
    else:
        messages.error(request, _("Choose one of the ways offered."))
    return redirect("deadlines:notices")
