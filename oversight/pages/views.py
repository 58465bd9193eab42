"""Landing, account, language, leaving quickly, help, and the pages for what went wrong."""

import calendar

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oversight.accounts.actions import choose_language
from oversight.accounts.forms import own_scopes
from oversight.authority.rules import ROLES
from oversight.pages.forms import LanguageForm
from oversight.pages.rules import home_name


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door for who is not signed in; who is goes on to their work."""
    start = home_name()
    if start and request.user.is_authenticated:
        return redirect(start)
    return render(request, "oversight/pages/landing.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """What the office knows about the person signed in, and what they may change."""
    initial = {"language": request.user.language}
    form = LanguageForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["language"]
        choose_language(user=request.user, language=chosen, by=request.user)
        return _with_language(redirect("pages:account"), chosen)
    roles = [ROLES[held.role] for held in request.user.held]
    context = {"form": form, "roles": roles, "may_use_api": bool(own_scopes(request.user))}
    return render(request, "oversight/pages/account.html", context)


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the choice in a cookie and go back; a link, so that it works without anything else."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    return _with_language(redirect(_safe_next(request)), code)


def _with_language(response: HttpResponse, code: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE or "Lax",
    )
    return response


def _safe_next(request: HttpRequest) -> str:
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if safe and target.startswith("/") else "/"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """An ordinary calendar. Coming here by the button also ends the session."""
    if request.method == "POST":
        logout(request)
        return redirect("pages:leave")
    today = timezone.localdate()
    weeks = calendar.Calendar().monthdatescalendar(today.year, today.month)
    names = [date_format(date, "D") for date in weeks[0]]
    context = {"today": today, "weeks": weeks, "names": names}
    return render(request, "oversight/pages/leave.html", context)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/pages/help.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/pages/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/pages/accessibility.html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What could not be read; a page of its own for what was too large to read."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)
