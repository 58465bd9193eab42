"""Where one is signed in, and how long this session still lasts."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oversight.accounts.actions import end_other_sessions, end_session, own_sessions
from oversight.accounts.middleware import mark_of, seconds_left
from oversight.accounts.models import SessionRecord
from oversight.accounts.rules import digest_of


@require_safe
@never_cache
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Every device this person is signed in on."""
    here = digest_of(request.session.session_key or "")
    rows = [
        {"record": record, "here": record.digest == here}
        for record in own_sessions(user=request.user)
    ]
    rows.sort(key=lambda row: not row["here"])
    return render(request, "oversight/accounts/sessions.html", {"rows": rows})


@require_POST
@login_required
def end_one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    own = SessionRecord.objects.visible_to(request.user)
    end_session(record=get_object_or_404(own, pk=pk), by=request.user)
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:sessions")


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    key = request.session.session_key or ""
    count = end_other_sessions(user=request.user, current=key, by=request.user)
    said = ngettext(
        "%(count)s other device is signed out.", "%(count)s other devices are signed out.", count
    )
    messages.success(request, said % {"count": count})
    return redirect("accounts:sessions")


@require_safe
@never_cache
def left(request: HttpRequest) -> HttpResponse:
    """Seconds until the session is locked, and whose it is; asking does not prolong it."""
    return JsonResponse({"left": seconds_left(request), "who": mark_of(request)})


@require_POST
@never_cache
@login_required
def stay(request: HttpRequest) -> HttpResponse:
    """The person is still there."""
    return JsonResponse({"left": seconds_left(request), "who": mark_of(request)})
