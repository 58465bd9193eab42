"""Every address of the site, found by walking the URLconf."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.admindocs.views import simplify_regex
from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, order=True)
class Address:
    """One address: its route with variable parts as <name>, and its name with its namespace."""

    route: str
    name: str

    @property
    def variables(self) -> tuple[str, ...]:
        return tuple(re.findall(r"<(\w+)>", self.route))

    def filled(self, values: dict[str, object]) -> str:
        return re.sub(r"<(\w+)>", lambda found: str(values[found[1]]), self.route)


def addresses() -> list[Address]:
    """Every address once, in the order of the routes."""
    return sorted(set(_walk(get_resolver(), "/", ())))


def _walk(node: URLResolver | URLPattern, route: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    if isinstance(node, URLPattern):
        yield Address(route, ":".join((*spaces, node.name or "")))
        return
    inner = (*spaces, node.namespace) if node.namespace else spaces
    for child in node.url_patterns:
        yield from _walk(child, route + _written(child), inner)


def _written(node: URLResolver | URLPattern) -> str:
    pattern = str(node.pattern)
    if hasattr(node.pattern, "_route"):
        return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", pattern)
    return simplify_regex(pattern).removeprefix("/")
