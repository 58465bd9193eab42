"""Keyset paging: a cursor names the last row that was read, so equal values never trap it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from oversight.authority.rules import RuleBroken

LONGEST_CURSOR = 2000


@dataclass(frozen=True)
class Key:
    """One field of the order and its direction."""

    name: str
    field: Any
    down: bool

    @classmethod
    def of(cls, model: type[Model], said: str) -> "Key":
        name = said.removeprefix("-")
        options = model._meta
        field: Field[Any, Any] = options.pk if name == "pk" else options.get_field(name)  # type: ignore[assignment]
        return cls(field.attname, field, said.startswith("-"))

    def written(self, row: Any) -> str:
        return str(self.field.value_to_string(row))

    def read(self, text: str) -> Any:
        field = self.field.target_field if self.field.is_relation else self.field
        return field.to_python(text)

    def said(self, *, back: bool) -> str:
        return f"-{self.name}" if self.down != back else self.name

    def beyond(self, value: Any, *, back: bool) -> Q:
        return Q((f"{self.name}__{'lt' if self.down != back else 'gt'}", value))


def keys_of(model: type[Model], ordering: tuple[str, ...]) -> tuple[Key, ...]:
    """The keys of an order; the primary key is added when none of them is unique."""
    keys = tuple(Key.of(model, said) for said in ordering)
    if any(key.field.unique for key in keys):
        return keys
    return (*keys, Key.of(model, "-pk" if keys and keys[-1].down else "pk"))


def after(keys: tuple[Key, ...], values: list[Any], *, back: bool) -> Q:
    """Rows that come after these values in the order, or before them when going back."""
    found, same = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        found |= same & key.beyond(value, back=back)
        same &= Q((key.name, value))
    # Said once more for the first field alone, so that its index is used.
    first = keys[0].beyond(values[0], back=back) | Q((keys[0].name, values[0]))
    return first & found


class Pages(BasePagination):
    """`{"next","previous","results"}` in a stable order; views set `ordering` (never null)."""

    page_size = 100
    max_page_size = 1000
    ordering: ClassVar[tuple[str, ...]] = ()

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return tuple(getattr(view, "ordering", None) or self.ordering)

    def paginate_queryset(
        self, queryset: QuerySet[Any], request: Request, view: Any = None
    ) -> list[Any]:
        self.address = request.build_absolute_uri()
        self.keys = keys_of(queryset.model, self.get_ordering(request, queryset, view))
        size = self._size(request)
        back, values = self._cursor(request)
        rows = queryset.order_by(*(key.said(back=back) for key in self.keys))
        if values:
            rows = rows.filter(after(self.keys, values, back=back))
        found = list(rows[: size + 1])
        page, more = found[:size], len(found) > size
        self.page = page[::-1] if back else page
        self.has_next = bool(values) if back else more
        self.has_previous = more if back else bool(values)
        return self.page

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "next": self._link(self.page[-1:], back=False) if self.has_next else None,
                "previous": self._link(self.page[:1], back=True) if self.has_previous else None,
                "results": data,
            }
        )

    def _size(self, request: Request) -> int:
        sent = request.query_params.get("page_size")
        if sent is None:
            return self.page_size
        size = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 6 else 0
        if not 1 <= size <= self.max_page_size:
            message = _("Ask for 1 to %(most)d entries on a page.") % {"most": self.max_page_size}
            raise RuleBroken("bad_page_size", message, "/page_size")
        return size

    def _cursor(self, request: Request) -> tuple[bool, list[Any]]:
        sent = request.query_params.get("cursor")
        if sent is None:
            return False, []
        try:
            return self._decoded(sent)
        except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
            message = _("This cursor is not one we gave. Start again without it.")
            raise RuleBroken("bad_cursor", message, "/cursor") from None

    def _decoded(self, sent: str) -> tuple[bool, list[Any]]:
        if len(sent) > LONGEST_CURSOR:
            raise ValueError
        told = json.loads(urlsafe_b64decode(sent.encode("ascii")))
        back, texts = told
        if type(back) is not bool or not all(type(t) is str and "\0" not in t for t in texts):
            raise ValueError
        pairs = zip(self.keys, texts, strict=True)
        return back, [key.read(text) for key, text in pairs]

    def _link(self, rows: list[Any], *, back: bool) -> str:
        """An empty page has no row to go on from: it leads back to the start."""
        if not rows:
            return remove_query_param(self.address, "cursor")
        told = [back, [key.written(rows[0]) for key in self.keys]]
        cursor = urlsafe_b64encode(json.dumps(told, separators=(",", ":")).encode()).decode()
        return replace_query_param(self.address, "cursor", cursor)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": self.max_page_size}
        return [
            {
                "name": "cursor",
                "required": False,
                "in": "query",
                "description": "Where to go on: taken from `next` or `previous`, never made up.",
                "schema": {"type": "string"},
            },
            {
                "name": "page_size",
                "required": False,
                "in": "query",
                "description": "Entries on a page. Anything outside these bounds is refused.",
                "schema": size | {"default": self.page_size},
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }
