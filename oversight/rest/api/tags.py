"""Entity tags: 304 on reads, `If-Match` on changes."""

import hashlib
from typing import Any

from django.db import models
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from oversight.rest.api.errors import PreconditionFailed, PreconditionRequired


def tag_of(obj: Any) -> str:
    """The strong tag of a versioned row."""
    return f'"{obj.pk}.{obj.version}"'


def require_match(request: Request, obj: models.Model) -> None:
    """428 without `If-Match`, 412 when it names another version. Call with the row locked."""
    sent = request.headers.get("If-Match")
    if not sent:
        raise PreconditionRequired()
    if tag_of(obj) not in [tag.strip() for tag in sent.split(",")]:
        raise PreconditionFailed()


class TaggedView:
    """Mix-in of APIViews: every successful GET carries a strong ETag and honours If-None-Match.

    A view of one versioned row sets `self.tag = tag_of(row)`; otherwise the tag is the
    SHA-256 of the rendered body.
    """

    tag: str = ""

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Any:
        if getattr(response, "exception", False):
            # A refusal is a problem document whatever format was asked for.
            request.accepted_renderer = JSONRenderer()
            request.accepted_media_type = JSONRenderer.media_type
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if self.tag:
            response["ETag"] = self.tag
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            response.add_post_render_callback(lambda done: _answer(request, done))
        return response


def _answer(request: Request, response: Response) -> Response | None:
    if getattr(response, "streaming", False):
        return None
    if not response.has_header("ETag"):
        body = response.rendered_content + str(request.headers.get("Accept-Language")).encode()
        response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:40]}"'
    sent = request.headers.get("If-None-Match", "")
    wanted = [tag.strip().removeprefix("W/") for tag in sent.split(",")]
    if response["ETag"] in wanted or sent == "*":
        response.status_code = 304
        response.content = b""
        response.headers.pop("Content-Type", None)
    return None
