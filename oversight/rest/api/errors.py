"""One error shape for the whole API: problem details (RFC 9457)."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import DataError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from oversight.authority.rules import RuleBroken
from oversight.rest.api.parsers import TooLarge

PROBLEM = "application/problem+json"
MOST_ERRORS = 100
TITLES = {
    400: _("The request has a mistake"),
    401: _("Sign in first"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("This is not possible here"),
    406: _("This format is not offered"),
    409: _("This conflicts with what is there"),
    410: _("No longer here"),
    412: _("It was changed meanwhile"),
    413: _("This is too large"),
    415: _("This kind of content is not accepted"),
    428: _("Say which version you read"),
    429: _("Too many requests"),
    507: _("There is no room left"),
}


class PreconditionRequired(exceptions.APIException):
    """`If-Match` is missing."""

    status_code = 428
    default_detail = _("Send If-Match with the ETag of the version you read.")
    default_code = "if_match_required"


class PreconditionFailed(exceptions.APIException):
    """`If-Match` names another version than the current one."""

    status_code = 412
    default_detail = _("Somebody changed this after you read it. Read it again.")
    default_code = "stale"


class TooMany(exceptions.APIException):
    """The quota is used up; `wait` is in whole seconds."""

    status_code = 429
    default_code = "too_many_requests"

    def __init__(self, wait: int, detail: str) -> None:
        super().__init__(detail)
        self.wait = wait


def escaped(name: Any) -> str:
    """One part of a JSON pointer."""
    return str(name).replace("~", "~0").replace("/", "~1")


def flatten(detail: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    """DRF's nested error detail as a flat list of pointer, code and sentence."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            own = "" if key == "non_field_errors" else f"/{escaped(key)}"
            yield from flatten(value, pointer + own)
    elif isinstance(detail, list | tuple):
        for number, item in enumerate(detail):
            nested = isinstance(item, dict | list)
            yield from flatten(item, f"{pointer}/{number}" if nested else pointer)
    else:
        code = getattr(detail, "code", "invalid")
        yield {"pointer": pointer, "code": str(code), "detail": str(detail)}


def sayable(text: object) -> str:
    """What was sent may hold half a sign, which no answer can."""
    return str(text).encode("utf-8", "replace").decode()


def problem(status: int, detail: str, code: str, errors: list[dict[str, str]]) -> dict[str, Any]:
    """The body of an error answer."""
    return {
        "type": f"urn:problem:{code}",
        "title": str(TITLES.get(status, _("Something went wrong"))),
        "status": status,
        "detail": sayable(detail),
        "errors": [{key: sayable(value) for key, value in error.items()} for error in errors],
    }


def _translate(exc: Exception) -> Exception:
    if isinstance(exc, Http404):
        return exceptions.NotFound(_("There is nothing here, or you may not see it."))
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    if isinstance(exc, DataError | OverflowError | UnicodeEncodeError):
        message = _("Something you sent is too large, or holds signs that cannot be kept.")
        return exceptions.ValidationError(message, "out_of_range")
    if isinstance(exc, ValidationError):
        fields = getattr(exc, "message_dict", None)
        return exceptions.ValidationError(fields or exc.messages)
    return exc


def _headers(exc: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(exc.wait)
    return headers


def handle(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal becomes a problem document."""
    if isinstance(exc, RuleBroken):
        found = getattr(exc, "found", (exc,))
        errors = [{"pointer": e.pointer, "code": e.code, "detail": str(e)} for e in found]
        body = problem(exc.status, str(exc), exc.code, errors)
        return Response(body, exc.status, content_type=PROBLEM)
    exc = _translate(exc)
    if not isinstance(exc, exceptions.APIException):
        return None
    errors = list(islice(flatten(exc.detail), MOST_ERRORS))
    detail = errors[0]["detail"] if errors else str(exc)
    code = errors[0]["code"] if errors else exc.default_code
    if isinstance(exc, exceptions.ValidationError):
        code = "invalid"
    body = problem(exc.status_code, detail, code, errors)
    return Response(body, exc.status_code, headers=_headers(exc), content_type=PROBLEM)
