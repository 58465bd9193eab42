"""The description of the API: what drf-spectacular finds, and what holds for every address."""

import re
from collections.abc import Iterator
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from oversight.rest.api.errors import PROBLEM

SINCE = OpenApiParameter(
    "updated_since",
    OpenApiTypes.DATETIME,
    description=(
        "Only what changed for you since this instant, and tombstones of what is gone. Send the "
        "`next_since` of the last answer. No other filter can be combined with it."
    ),
    examples=[OpenApiExample("an instant", value="2026-11-01T00:00:00Z")],
)
METHODS = ("get", "post", "put", "patch", "delete")
ALWAYS = {
    "400": "Something that was sent has a mistake; `errors` points at each.",
    "429": "The quota is used up. `Retry-After` says in how many seconds to come back.",
}
SIGNED_IN = {
    "401": "No token, or one that is unknown, has expired or was revoked.",
    "403": "The account or the token may not do this.",
}
WITH_KEY = {"404": "There is nothing here, or you may not see it."}
READING = {"406": "This format is not offered."}
SENDING = {
    "409": "This conflicts with what is there.",
    "413": "What was sent is too large.",
    "415": "Send JSON.",
}
WITH_FILES = {"507": "There is no room for files at the moment. Nothing of it was kept; try later."}
MATCHED = {
    "412": "Somebody changed it after you read it.",
    "428": "Send `If-Match` with the ETag of the version you read.",
}
MATCHED_PATHS = re.compile(r"/cases/\{pk\}/(transitions/)?$|/reports/\{id\}/decisions/$")
PROBLEM_SCHEMA = {
    "type": "object",
    "description": "A refusal (RFC 9457). `code` never changes; the sentences follow your language.",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
    "example": {
        "type": "urn:problem:not_found",
        "title": "Not found",
        "status": 404,
        "detail": "There is nothing here, or you may not see it.",
        "errors": [
            {
                "pointer": "",
                "code": "not_found",
                "detail": "There is nothing here, or you may not see it.",
            }
        ],
    },
}
TOMBSTONE = {
    "type": "object",
    "required": ["id", "deleted", "gone_at"],
    "properties": {
        "id": {"type": "string"},
        "deleted": {"const": True},
        "gone_at": {"type": "string", "format": "date-time"},
    },
}
FEED = {
    "tombstones": {
        "type": "array",
        "items": TOMBSTONE,
        "description": "Only with `updated_since`: what you can no longer see.",
    },
    "next_since": {
        "type": ["string", "null"],
        "format": "date-time",
        "description": "Only with `updated_since`: what to send the next time; null before the last page.",
    },
}
HEADERS = {
    "RateLimit": {
        "description": "What is left of each limit, and the seconds until it is whole again.",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "What is allowed in each stretch of seconds.",
        "schema": {"type": "string"},
    },
}
RETRY = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
}


class Schema(AutoSchema):
    """Lists that can be followed say so."""

    def get_override_parameters(self) -> list[OpenApiParameter]:
        found = list(super().get_override_parameters())
        followed = hasattr(self.view, "feed") and self.method == "GET"
        return [*found, SINCE] if followed else found


def complete(result: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Postprocessing hook: refusals, limits and summaries for every address; only words of 3.1."""
    parts = result.setdefault("components", {}).setdefault("schemas", {})
    parts["Problem"] = PROBLEM_SCHEMA
    for path, method, operation in _operations(result):
        _summarise(operation)
        _refuse(path, method, operation)
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        if "updated_since" in names:
            _follow(operation, parts)
    _modernise(result)
    return result


def _operations(result: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in result["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def _summarise(operation: dict[str, Any]) -> None:
    told = operation.get("description", "").strip()
    first = re.split(r"(?<=[.;:])\s", " ".join(told.split()), maxsplit=1)[0].rstrip(".;:")
    operation.setdefault("summary", first)


def _refusals(path: str, method: str, operation: dict[str, Any]) -> dict[str, str]:
    """Which statuses an operation may answer with besides its own, and what each means."""
    wanted = dict(ALWAYS)
    if {} not in operation.get("security", [{}]):
        wanted |= SIGNED_IN
    if "{" in path:
        wanted |= WITH_KEY
    wanted |= READING if method == "get" else SENDING
    if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
        wanted |= WITH_FILES
    if method == "patch" or (method == "post" and MATCHED_PATHS.search(path)):
        wanted |= MATCHED
    return wanted


def _refuse(path: str, method: str, operation: dict[str, Any]) -> None:
    problem = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, said in _refusals(path, method, operation).items():
        answer: dict[str, Any] = {"description": said, "content": problem}
        if status == "429":
            answer["headers"] = RETRY
        operation["responses"].setdefault(status, answer)
    for answer in operation["responses"].values():
        answer["headers"] = answer.get("headers", {}) | HEADERS
    if method == "get" and "200" in operation["responses"]:
        operation["responses"]["200"]["headers"]["ETag"] = {"schema": {"type": "string"}}
        operation["responses"]["304"] = {"description": "Unchanged since the ETag you sent."}


def _follow(operation: dict[str, Any], parts: dict[str, Any]) -> None:
    content = operation["responses"]["200"]["content"]
    for kind in content.values():
        name = kind["schema"].get("$ref", "").rpartition("/")[2]
        if name in parts:
            parts[name]["properties"] |= FEED


def _modernise(node: Any) -> None:
    """`nullable` is a word of OpenAPI 3.0."""
    if isinstance(node, list):
        for item in node:
            _modernise(item)
    elif isinstance(node, dict):
        if node.pop("nullable", False) and isinstance(node.get("type"), str):
            node["type"] = [node["type"], "null"]
        for item in node.values():
            _modernise(item)
