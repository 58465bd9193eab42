"""From the cells of a row to the values of a target."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from oversight.imports.rules.mapping import Column, Mapping
from oversight.imports.rules.targets import Field, Kind, Reason, Refused

KEY_LENGTH = 200


@dataclass(frozen=True)
class Row:
    """One row, mapped: its key, a digest of what was read, and the values."""

    key: str
    digest: str
    values: dict[str, Any]


def convert(cells: dict[str, str], mapping: Mapping) -> Row:
    """Map one row. Raises Refused with every reason at once."""
    reasons: list[Reason] = []
    values: dict[str, Any] = dict.fromkeys(mapping.target.by_name) | mapping.constants
    for column in mapping.columns:
        try:
            values[column.field] = _value(cells, column, mapping.target.by_name[column.field])
        except Refused as refused:
            reasons += refused.reasons
    digest = hashlib.sha256("\x1f".join(cells.values()).encode("utf-8", "replace")).hexdigest()
    key = _key(cells, mapping, digest, reasons)
    if reasons:
        raise Refused(*reasons)
    return Row(key, digest, values)


def _key(cells: dict[str, str], mapping: Mapping, digest: str, reasons: list[Reason]) -> str:
    """What makes the row the same row in a later run; without key columns, its whole content."""
    if not mapping.key:
        return digest
    parts = [cells[name].strip() for name in mapping.key]
    if not any(parts):
        reasons.append(Reason("key_missing", _("The row has no key."), ", ".join(mapping.key)))
    key = "|".join(parts)
    return key if len(key) <= KEY_LENGTH else hashlib.sha256(key.encode()).hexdigest()


def _value(cells: dict[str, str], column: Column, field: Field) -> Any:
    texts = [_clean(cells[name], column) for name in column.sources]
    present = [text for text in texts if text is not None]
    # Nothing is invented: what the file does not say is absent.
    value = _typed(column.join.join(present), column, field) if present else None
    if field.required and value in (None, "", []):
        raise Refused(
            Reason("missing", _("This is needed and the row does not say it."), field.name)
        )
    return value


def _clean(text: str, column: Column) -> str | None:
    text = text.strip() if column.strip else text
    return None if not text.strip() or text.strip().casefold() in column.empty else text


def _typed(text: str, column: Column, field: Field) -> Any:
    if field.kind == Kind.LIST:
        pieces = [piece.strip() for piece in text.split(column.split)]
        found = [_translated(piece, column, field) for piece in pieces if piece]
        return list(dict.fromkeys(value for value in found if value is not None))
    value = _translated(text, column, field)
    if value is None:
        return None
    if field.kind == Kind.DATE:
        return value if isinstance(value, date) else _date(str(value), column, field)
    if field.kind == Kind.INTEGER:
        return _integer(str(value), field)
    return _short_enough(str(value), column, field)


def _translated(text: str, column: Column, field: Field) -> Any:
    if column.values is None:
        return text
    found = column.values.get(text.strip().casefold(), column)
    if found is not column:
        return found
    if column.unknown == "refuse":
        message = _("The mapping does not know this value.")
        raise Refused(Reason("unknown_value", message, field.name))
    return text if column.unknown == "keep" else None


def _date(text: str, column: Column, field: Field) -> date:
    for each in column.dates:
        try:
            return datetime.strptime(text, each).date()
        except ValueError:
            continue
    raise Refused(Reason("not_a_date", _("This is not a date of the expected form."), field.name))


def _integer(text: str, field: Field) -> int:
    if not text.lstrip("-").isdecimal():
        raise Refused(Reason("not_a_number", _("This is not a whole number."), field.name))
    return int(text)


def _short_enough(text: str, column: Column, field: Field) -> str:
    longest = column.max_length or field.max_length
    if longest and len(text) > longest:
        message = _("This text is too long: more than %(count)d signs.") % {"count": longest}
        raise Refused(Reason("too_long", message, field.name))
    return text
