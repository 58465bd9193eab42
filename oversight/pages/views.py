"""Landing, account, language, leaving quickly, help, and the pages for what went wrong."""

import calendar
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oversight.accounts.actions import choose_language, is_set_up, may_set_up, set_up
from oversight.accounts.forms import own_scopes
from oversight.authority.rules import ROLES, RuleBroken
from oversight.pages.columns import mails_to
from oversight.pages.forms import LanguageForm, SetUpForm
from oversight.pages.rules import home_name
from oversight.vocabularies.rules import current_language

SET_UP = ".venv/bin/python manage.py set_up"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door for who is not signed in; who is goes on to their work."""
    start = home_name()
    if start and request.user.is_authenticated:
        return redirect(start)
    empty = not request.user.is_authenticated and not is_set_up()
    return render(request, "oversight/pages/landing.html", {"command": SET_UP if empty else ""})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def first_run(request: HttpRequest, key: str) -> HttpResponse:
    """Who started an empty site names its first people; their links are on this one answer."""
    if not may_set_up(key):
        raise Http404
    form = SetUpForm(request.POST or None, by=None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid() and (made := _set_up(form)):
        return render(request, "oversight/pages/set_up_done.html", {"made": made})
    status = 400 if form.errors else 200
    return render(request, "oversight/pages/set_up.html", {"form": form}, status=status)


def _set_up(form: SetUpForm) -> list[Any]:
    data = form.cleaned_data
    try:
        return set_up(
            organisation=data["organisation"], people=form.people(), language=data["language"]
        )
    except RuleBroken as broken:
        form.refuse(broken)
    except ValidationError as wrong:
        form.show(wrong)
    return []


@require_safe
@never_cache
@login_required
def mail(request: HttpRequest) -> HttpResponse:
    """What a demonstration sent to the person who looks, in place of a post office."""
    if not settings.DEMO:
        raise Http404
    found = mails_to(request.user.email, Path(settings.EMAIL_FILE_PATH))
    return render(request, "oversight/pages/mail.html", {"mails": found})


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
def api_page(request: HttpRequest) -> HttpResponse:
    """The first hour with the API: a token, the first figures, every month after that."""
    context = {
        "site": request.build_absolute_uri("/").rstrip("/"),
        "language": current_language(),
        "limits": settings.API_LIMITS,
    }
    return render(request, "oversight/pages/api.html", context)


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
