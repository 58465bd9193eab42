"""Setting up the second step, and the codes for the day it is lost."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oversight.accounts.actions import has_second_step
from oversight.accounts.middleware import CODES_UNSEEN, WANTED
from oversight.accounts.rules import second_step_due


@require_safe
@never_cache
@login_required
def second_step(request: HttpRequest) -> HttpResponse:
    """What to choose from, and why; who has one goes on."""
    if has_second_step(request.user):
        return redirect("mfa_index")
    due = settings.MFA_REQUIRED and second_step_due(request.user.held)
    return render(request, "oversight/accounts/second_step.html", {"due": due})


def _codes(request: HttpRequest) -> Any:
    """The person's recovery codes; 404 for who has none."""
    rows = Authenticator.objects.filter(user=request.user)
    row = rows.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    if row is None:
        raise Http404
    return row.wrap()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New codes, until the person says that they have them; after that only how many are left."""
    found = _codes(request)
    if request.method == "POST":
        request.session.pop(CODES_UNSEEN, None)
        return redirect(request.session.pop(WANTED, "mfa_index"))
    unused = found.get_unused_codes()
    shown = unused if request.session.get(CODES_UNSEEN) else []
    context = {"codes": shown, "count": len(unused)}
    return render(request, "oversight/accounts/recovery_codes.html", context)


@require_safe
@never_cache
@login_required
def save_codes(request: HttpRequest) -> HttpResponse:
    """The same as a file, as long as they are shown."""
    if not request.session.get(CODES_UNSEEN):
        raise Http404
    text = "\n".join([*_codes(request).get_unused_codes(), ""])
    name = {"Content-Disposition": 'attachment; filename="codes.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=name)


def not_here(request: HttpRequest) -> HttpResponse:
    raise Http404
