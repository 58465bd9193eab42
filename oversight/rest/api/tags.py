"""Entity tags: 304 on reads, `If-Match` on changes."""

import hashlib
import re
from typing import Any

from django.db import models
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from oversight.rest.api.errors import PreconditionFailed, PreconditionRequired

# `"row.version.variant"`: what a view adds whose answer varies while the row stays the same.
VARIANT = re.compile(r'(?<=\d)\.[0-9a-f]{12}"$')


def tag_of(obj: Any) -> str:
    """The strong tag of a versioned row."""
    return f'"{obj.pk}.{obj.version}"'


def version_in(tag: str) -> str:
    """The version a tag names, without what it says about one way of showing the row."""
    return VARIANT.sub('"', tag.strip())


def require_match(request: Request, obj: models.Model) -> None:
    """428 without `If-Match`, 412 when it names another version. Call with the row locked."""
    sent = request.headers.get("If-Match")
    if not sent:
        raise PreconditionRequired()
    if sent.strip() != "*" and tag_of(obj) not in map(version_in, sent.split(",")):
        raise PreconditionFailed()


def sent_tags(request: Request) -> list[str]:
    """What `If-None-Match` names."""
    sent = request.headers.get("If-None-Match", "")
    return [tag.strip().removeprefix("W/") for tag in sent.split(",")]


class TaggedView:
    """Mix-in of APIViews: every successful GET carries a strong ETag and honours If-None-Match.

    A view of one versioned row sets `self.tag = tag_of(row)`; otherwise the tag is the
    SHA-256 of the rendered body. With `varies` the tag names both: `If-Match` takes the
    version from it, and another language or another reader is another tag.
    """

    tag: str = ""
    varies: bool = False

    def is_known(self, request: Request) -> bool:
        """The client names the tag already set: no need to put together what it has."""
        return bool(self.tag) and not self.varies and self.tag in sent_tags(request)

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
            response.add_post_render_callback(lambda done: _answer(request, done, self.varies))
        return response


def _answer(request: Request, response: Response, varies: bool) -> Response | None:
    if getattr(response, "streaming", False):
        return None
    if varies and response.has_header("ETag"):
        variant = hashlib.sha256(response.rendered_content).hexdigest()[:12]
        response["ETag"] = f'{response["ETag"][:-1]}.{variant}"'
    if not response.has_header("ETag"):
        body = response.rendered_content + str(request.headers.get("Accept-Language")).encode()
        response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:40]}"'
    if response["ETag"] in sent_tags(request) or request.headers.get("If-None-Match") == "*":
        response.status_code = 304
        response.content = b""
        response.headers.pop("Content-Type", None)
    return None
