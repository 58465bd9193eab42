"""A person's own API tokens."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oversight.accounts.actions import issue_token, rename_token, revoke_token, rotate_token
from oversight.accounts.columns import token_rows
from oversight.accounts.forms import RotateForm, TokenForm, TokenNameForm, own_scopes
from oversight.accounts.models import ApiToken
from oversight.authority.rules import RuleBroken


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """Who may use the API makes a token here; its secret is on this one answer and nowhere else."""
    if not own_scopes(request.user) and not request.user.tokens.exists():
        raise PermissionDenied
    form = TokenForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        ends = timezone.now() + timedelta(days=data.pop("days"))
        try:
            _token, secret = issue_token(
                user=request.user, by=request.user, expires_at=ends, **data
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _page(request, secret=secret)
    return _page(request, form=form)


def _page(request: HttpRequest, *, form: Any = None, secret: str = "") -> HttpResponse:
    """The tokens, the form for one more, and once a secret."""
    form = form or TokenForm(by=request.user)
    address = request.build_absolute_uri(reverse("api-me"))
    context = {
        "rows": token_rows(request.user),
        "form": form,
        "secret": secret,
        "example": f'curl -H "Authorization: Bearer {secret}" {address}',
        "offered": own_scopes(request.user),
        "rotate_form": RotateForm(by=request.user, auto_id=False),
    }
    status = 400 if form.errors else 200
    return render(request, "oversight/accounts/tokens.html", context, status=status)


def _own_token(request: HttpRequest, pk: uuid.UUID) -> ApiToken:
    own = ApiToken.objects.visible_to(request.user).filter(user=request.user)
    return get_object_or_404(own, pk=pk)


@require_POST
@login_required
def rename(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    token = _own_token(request, pk)
    form = TokenNameForm(request.POST, by=request.user)
    if form.is_valid():
        rename_token(token=token, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("The token has its new name."))
    else:
        messages.error(request, _("Give the token a name of at most 80 signs."))
    return redirect("accounts:tokens")


@require_POST
@never_cache
@login_required
def rotate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A new secret, on this one answer and nowhere else."""
    token = _own_token(request, pk)
    form = RotateForm(request.POST, by=request.user)
    if not form.is_valid():
        messages.error(request, _("Choose when the old secret ends."))
        return redirect("accounts:tokens")
    try:
        grace = form.cleaned_data["grace"]
        _fresh, secret = rotate_token(token=token, grace_hours=grace, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("accounts:tokens")
    return _page(request, secret=secret)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    revoke_token(token=_own_token(request, pk), by=request.user)
    messages.success(request, _("The token is revoked."))
    return redirect("accounts:tokens")
