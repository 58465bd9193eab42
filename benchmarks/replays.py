"""Statements as the product ran them, to be run again without it."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from cases.reports.rules.references import new_reference

CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SET ")


@dataclass
class Script:
    """Statements with their values; `fresh` are values that must be new each time."""

    statements: list[tuple[str, Any]]
    fresh: dict[str, str] = field(default_factory=dict)
    answer: Any = None


@contextmanager
def recorded() -> Iterator[list[tuple[str, Any]]]:
    """What runs inside, without what begins and ends transactions."""
    found: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(CONTROL):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def new_values(statements: list[tuple[str, Any]]) -> dict[str, str]:
    """Keys and references that the statements insert: they would clash the second time."""
    fresh: dict[str, str] = {}
    for sql, params in statements:
        if not sql.startswith("INSERT"):
            continue
        for value in _single(params or ()):
            if isinstance(value, uuid.UUID) and _is_new(value):
                fresh[str(value)] = "uuid"
            elif isinstance(value, str) and len(value) == 11 and value.startswith("R-"):
                fresh[value] = "reference"
    return fresh


def _single(params: Iterable[Any]) -> Iterator[Any]:
    """Values one by one: rows written at once come as one list per column."""
    for value in params:
        yield from value if isinstance(value, list) else (value,)


def _is_new(value: uuid.UUID) -> bool:
    """Made in this request, not the key of a person."""
    from oversight.accounts.models import User

    return not User.objects.filter(pk=value).exists()


def _renewed(value: Any, new: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_renewed(one, new) for one in value]
    if isinstance(value, uuid.UUID):
        return uuid.UUID(new.get(str(value), str(value)))
    return new.get(value, value) if isinstance(value, str) else value


def run(script: Script) -> Any:
    """All statements in one transaction, fetching what they give."""
    new = {
        old: str(uuid.uuid4()) if kind == "uuid" else new_reference("R")
        for old, kind in script.fresh.items()
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, params in script.statements:
            cursor.execute(sql, [_renewed(v, new) for v in params or ()])
            if cursor.description:
                cursor.fetchall()
    return script.answer
