"""Rows by COPY, with the model's own defaults for what is not said."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import AutoField, JSONField, Model
from psycopg.types.json import Jsonb

Row = dict[str, Any]


class Table:
    """One table; rows are dicts by column name."""

    def __init__(self, model: type[Model], *, keyed: bool = False) -> None:
        """`keyed`: the number of a row is given, not drawn from the sequence."""
        blank = model()
        fields = [
            field
            for field in model._meta.concrete_fields
            if keyed or not isinstance(field, AutoField)
        ]
        self.name = model._meta.db_table
        self.json = {field.column for field in fields if isinstance(field, JSONField)}
        self.defaults: Row = {
            field.column: _plain(getattr(blank, field.attname)) for field in fields
        }

    def copy(self, rows: Iterable[Row]) -> None:
        names = ", ".join(f'"{name}"' for name in self.defaults)
        with connection.cursor() as cursor:
            raw = cursor.cursor  # Django's wrapper has no COPY
            with raw.copy(f'COPY "{self.name}" ({names}) FROM STDIN') as sink:
                for row in rows:
                    sink.write_row([self._cell(row, name) for name in self.defaults])

    def _cell(self, row: Row, name: str) -> Any:
        value = row.get(name, self.defaults[name])
        return Jsonb(value) if name in self.json and value is not None else value


def _plain(value: Any) -> Any:
    return None if isinstance(value, uuid.UUID) else value
