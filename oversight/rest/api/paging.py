"""Cursor paging."""

from typing import Any

from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    """`{"next","previous","results"}` in a stable order; views set `ordering` (unique, not null)."""

    page_size = 100
    max_page_size = 1000
    page_size_query_param = "page_size"

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        self.ordering = getattr(view, "ordering", None) or self.ordering
        return super().get_ordering(request, queryset, view)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        # The stock schema uses the keyword `nullable`, which OpenAPI 3.1 does not know.
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results"],
            "properties": {
                "next": link,
                "previous": link,
                "results": schema,
            },
        }
