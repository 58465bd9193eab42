"""What was typed before a session ended, offered again to who typed it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oversight.accounts.actions import drop_form, kept_form
from oversight.accounts.middleware import KEPT

# Longer, or of several words: somebody typed it.
TYPED = 24


def _is_typed(value: str) -> bool:
    return len(value) > TYPED or any(sign.isspace() for sign in value.strip())


def _fields(kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Each value with whether a person can read and change it here; the rest travels along."""
    return [
        {"name": name, "value": value, "typed": _is_typed(value), "lines": value.count("\n") + 3}
        for name, values in kept["fields"]
        for value in values
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def kept(request: HttpRequest) -> HttpResponse:
    """Nothing is sent by itself: the person looks, and sends it to where it was going."""
    key = request.session.get(KEPT, "")
    if request.method == "POST":
        drop_form(key=key)
        request.session.pop(KEPT, None)
        messages.success(request, _("What you had typed is thrown away."))
        return redirect("/")
    found = kept_form(key=key, user_id=str(request.user.pk))
    if found is None:
        return render(request, "oversight/accounts/kept_gone.html")
    context = {"fields": _fields(found), "path": found["path"], "files": found["files"]}
    return render(request, "oversight/accounts/kept.html", context)
