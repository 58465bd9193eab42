"""Headers and language that follow from where a page is and who reads it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

Next = Callable[[HttpRequest], HttpResponse]


class AdminPolicyMiddleware:
    """The admin's scripts need eval and inline styles; no other page may have them."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = {  # type: ignore[attr-defined]
                "script-src": ["'unsafe-eval'"],
                "style-src": ["'unsafe-inline'"],
            }
        return response


class NoStoreMiddleware:
    """A searched phone must not give back pages that were read while signed in."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            add_never_cache_headers(response)
        return response


class PersonLanguageMiddleware:
    """The language chosen on this device wins, then the person's own, then the browser's."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen_here = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = "" if chosen_here else getattr(request.user, "language", "")
        if language and translation.check_for_language(language):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        return response
