"""Sessions that lock when nobody is there, and the second step before anything else opens."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import (
    clear_authentication_records,
    get_authentication_records,
)
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from oversight.accounts.actions import has_second_step, keep_form, note_activity
from oversight.accounts.rules import (
    digest_of,
    keyed,
    known_here,
    second_step_due,
    second_step_used,
    with_known,
)

Next = Callable[[HttpRequest], HttpResponse]
STARTED, SEEN, LOCKED = "started_at", "seen_at", "locked"
RECORD, RECORD_DIGEST, RECORD_AT = "record", "record_digest", "record_at"
KEPT, WANTED, CODES_UNSEEN = "kept_form", "wanted", "codes_unseen"
# Of no account in particular, readable by nobody: which accounts have signed in on this device.
DEVICE_COOKIE, DEVICE_AGE = "device", 60 * 60 * 24 * 180
# Half-done steps of signing in that a locked session must not carry on.
HALF_DONE = ("account_reauthentication_state", "mfa.totp.secret", "mfa.webauthn.state")
NOTE_EVERY, RECORD_EVERY = 60, 300
# Not forms of the site's own: signing in, leaving, choosing a language, programs.
NOT_KEPT = (
    "/accounts/",
    "/admin/login/",
    "/admin/logout/",
    "/account/",
    "/leave/",
    "/i18n/",
    "/api/",
)


def _now() -> float:
    return timezone.now().timestamp()


def seconds_left(request: HttpRequest) -> int:
    """Until the session locks; 0 for who is not signed in."""
    if not request.user.is_authenticated:
        return 0
    seen, started, now = request.session.get(SEEN, 0), request.session.get(STARTED, 0), _now()
    idle = seen + settings.SESSION_IDLE.total_seconds()
    return max(0, int(min(idle, started + settings.SESSION_LONGEST.total_seconds()) - now))


def mark_of(request: HttpRequest) -> str:
    """Tells one person from another to a page that is open, without saying who."""
    pk = getattr(request.user, "pk", None)
    return keyed("page", str(pk))[:16] if pk else ""


def begin_session(request: HttpRequest) -> None:
    """Somebody has just signed in: the limits run from now."""
    request.session[STARTED] = request.session[SEEN] = _now()
    request.session.pop(LOCKED, None)


def passed_second_step(request: HttpRequest) -> bool:
    return second_step_used(get_authentication_records(request, request.user))


def second_step_missing(request: HttpRequest) -> bool:
    """Whether this session must not open anything yet."""
    if not settings.MFA_REQUIRED or not request.user.is_authenticated:
        return False
    return not passed_second_step(request) and second_step_due(request.user.held)


def number_of_device(request: HttpRequest, account: str) -> str:
    """The number of this device if the account has signed in on it before."""
    return known_here(request.COOKIES.get(DEVICE_COOKIE, ""), account)


class SessionLimitMiddleware:
    """A session is locked, not thrown away: its person signs in again and finds what they typed.

    In a locked session everybody is a stranger, to pages, admin and API alike.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.locked_person = ""  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            self._limit(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            self._note(request)
        if account := getattr(request, "known_account", ""):
            self._remember_device(request, response, account)
        return response

    def _limit(self, request: HttpRequest) -> None:
        session = request.session
        if session.get(LOCKED) or not seconds_left(request):
            self._lock(request)
        elif request.path != reverse("accounts:session_left"):
            now = _now()
            if now - session[SEEN] >= NOTE_EVERY:
                session[SEEN] = now

    def _lock(self, request: HttpRequest) -> None:
        if not request.session.get(LOCKED):
            request.session[LOCKED] = True
            clear_authentication_records(request)
            for name in HALF_DONE:
                request.session.pop(name, None)
        request.locked_person = str(request.user.pk)  # type: ignore[attr-defined]
        request.user = AnonymousUser()

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """After the check against forged forms: what comes too late is kept, not lost."""
        person = request.locked_person  # type: ignore[attr-defined]
        if not person or request.method != "POST" or request.path.startswith(NOT_KEPT):
            return None
        key = keep_form(
            user_id=person,
            path=request.get_full_path(),
            fields=list(request.POST.lists()),
            files=bool(request.FILES),
        )
        request.session[KEPT] = key
        wanted = {"next": reverse("accounts:kept")}
        return redirect(f"{reverse('account_login')}?{urlencode(wanted)}")

    def _note(self, request: HttpRequest) -> None:
        """Every five minutes, or when the key of the session has changed."""
        session = request.session
        if not session.get(RECORD) or not session.session_key:
            return
        digest, now = digest_of(session.session_key), _now()
        if digest != session[RECORD_DIGEST] or now - session[RECORD_AT] >= RECORD_EVERY:
            note_activity(record_id=session[RECORD], key=session.session_key)
            session[RECORD_DIGEST], session[RECORD_AT] = digest, now

    def _remember_device(self, request: HttpRequest, response: HttpResponse, account: str) -> None:
        response.set_cookie(
            DEVICE_COOKIE,
            with_known(request.COOKIES.get(DEVICE_COOKIE, ""), account),
            max_age=DEVICE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


# Open without a second step: setting it up, leaving, help, language; the API refuses by itself.
ALWAYS = (
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/webauthn/reauthenticate/",
    "/account/session/",
    "/leave/",
    "/language/",
    "/i18n/",
    "/help/",
    "/api/",
    "/healthz/",
    "/readyz/",
)
SETTING_UP = ("/accounts/2fa/", "/account/second-step/")


class SecondStepMiddleware:
    """Who must have a second step reaches nothing before this session has used one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or request.path.startswith(ALWAYS):
            return None
        if request.path.startswith(SETTING_UP):
            return self._guard_set_up(request)
        if request.session.get(CODES_UNSEEN):
            return redirect("accounts:recovery_codes")
        if not second_step_missing(request):
            return None
        if request.method == "GET":
            request.session[WANTED] = request.get_full_path()
        if has_second_step(request.user):
            return self._again(request)
        return redirect("accounts:second_step")

    def _guard_set_up(self, request: HttpRequest) -> HttpResponse | None:
        """A session from before the second step was set up does not change it by password alone."""
        if passed_second_step(request) or not has_second_step(request.user):
            return None
        return self._again(request)

    def _again(self, request: HttpRequest) -> HttpResponse:
        back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
        return redirect(f"{reverse('mfa_reauthenticate')}?{back}")
