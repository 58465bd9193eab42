"""A person's own API tokens."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oversight.accounts.actions import issue_token, revoke_token
from oversight.accounts.columns import token_rows
from oversight.accounts.forms import TokenForm, own_scopes
from oversight.accounts.models import ApiToken
from oversight.accounts.rules import LONGEST_TOKEN_DAYS
from oversight.authority.rules import RuleBroken


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """Who may use the API makes a token here; its secret is on this one answer and nowhere else."""
    rows = token_rows(request.user)
    if not own_scopes(request.user) and not rows:
        raise PermissionDenied
    form = TokenForm(request.POST or None, by=request.user)
    secret = ""
    if request.method == "POST" and form.is_valid():
        secret = _issue(form, request.user)
    if secret:
        rows, form = token_rows(request.user), TokenForm(by=request.user)
    context = {"rows": rows, "form": form, "secret": secret, "offered": own_scopes(request.user)}
    status = 400 if form.errors else 200
    return render(request, "oversight/accounts/tokens.html", context, status=status)


def _issue(form: TokenForm, user: Any) -> str:
    data = form.cleaned_data
    try:
        _token, secret = issue_token(
            user=user,
            name=data["name"],
            scopes=data["scopes"],
            by=user,
            expires_at=_end_of(data["expires_on"]),
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return ""
    return secret


def _end_of(day: date) -> datetime:
    """The end of that day; on the last day allowed, the instant that is still allowed."""
    now = timezone.now()
    end = timezone.make_aware(datetime.combine(day, time.max))
    longest = now + timedelta(days=LONGEST_TOKEN_DAYS)
    return longest if timezone.localdate(longest) == day else end


@require_POST
@login_required
def revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    own = ApiToken.objects.visible_to(request.user).filter(user=request.user)
    revoke_token(token=get_object_or_404(own, pk=pk), by=request.user)
    messages.success(request, _("The token is revoked."))
    return redirect("accounts:tokens")
