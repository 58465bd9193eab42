"""What no address can hold is refused early; under /api/ every refusal is a problem document."""

import json
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import unquote_plus

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext_lazy as _

from oversight.rest.api.errors import PROBLEM, problem

Next = Callable[[HttpRequest], HttpResponse]
API = "/api/"
NUL = "\0"
CHUNK = 65_536
MOST_HEARD = 64 * 1024 * 1024

# Said when nothing better is known than the status.
SENTENCES = {
    400: ("invalid", _("The request cannot be read.")),
    403: ("permission_denied", _("You may not do this.")),
    404: ("not_found", _("There is nothing here, or you may not see it.")),
    405: ("method_not_allowed", _("This is not possible here")),
    413: ("too_large", _("This is too large")),
}
FAILED = ("failed", _("Something went wrong here. Nothing was lost that was already saved."))


def refusal(status: int, code: str, detail: str, pointer: str = "") -> HttpResponse:
    """A problem document made outside of any API view."""
    errors = [{"pointer": pointer, "code": code, "detail": detail}]
    body = json.dumps(problem(status, detail, code, errors), ensure_ascii=False)
    return HttpResponse(body, status=status, content_type=PROBLEM)


class HearOutMiddleware:
    """Reads the rest of what a refused client is still sending: until then it reads no answer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 400:
            left = MOST_HEARD
            # The client may be gone by now; there is nobody left to answer then.
            with suppress(UnreadablePostError):
                while left > 0 and (chunk := request.read(min(CHUNK, left))):
                    left -= len(chunk)
        return response


class NoNulMiddleware:
    """No text of the product holds a NUL sign, and the database takes none."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path:
            raise Http404
        if NUL in unquote_plus(request.META.get("QUERY_STRING", "")):
            if not request.path.startswith(API):
                raise BadRequest
            names = [name for name, texts in request.GET.lists() if NUL in "".join(texts)]
            pointer = f"/{names[0]}" if names else ""
            message = _("The text holds signs that cannot be shown. Remove them and send it again.")
            return refusal(400, "control_signs", str(message), pointer)
        return self.get_response(request)


class ProblemMiddleware:
    """Unknown addresses and failures under /api/ answer as the API does, and tell no details."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 or not request.path.startswith(API):
            return response
        if response.headers.get("Content-Type", "").startswith(PROBLEM):
            return response
        code, detail = SENTENCES.get(response.status_code, FAILED)
        made = refusal(response.status_code, code, str(detail))
        for name in ("Allow", "Retry-After"):
            if name in response.headers:
                made[name] = response[name]
        return made
