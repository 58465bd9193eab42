"""How the columns of one kind of file become the fields of a target: a YAML text, checked."""

import codecs
import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import RuleBroken
from oversight.imports.rules.targets import ImportTarget, Kind, target_of

UNKNOWN = ("refuse", "absent", "keep")
TOP = {"target", "source", "file", "key", "columns", "constants", "note"}
FILE = {"encodings", "delimiter", "quote"}
COLUMN = {"from", "strip", "empty", "values", "unknown", "dates", "split", "join", "max_length"}


@dataclass(frozen=True)
class Column:
    """How one field is made from one or more columns."""

    field: str
    sources: tuple[str, ...]
    strip: bool = True
    empty: frozenset[str] = frozenset()
    values: dict[str, Any] | None = None
    unknown: str = "refuse"
    dates: tuple[str, ...] = ("%Y-%m-%d",)
    split: str = ";"
    join: str = "\n"
    max_length: int | None = None


@dataclass(frozen=True)
class Mapping:
    """One checked mapping."""

    target: ImportTarget
    source: str
    encodings: tuple[str, ...]
    delimiter: str
    quote: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    constants: dict[str, Any]
    sha256: str

    @property
    def wanted(self) -> list[str]:
        """Names of every column the file must have."""
        names = [name for column in self.columns for name in column.sources]
        return list(dict.fromkeys([*names, *self.key]))


def _wrong(where: str, sentence: Any) -> RuleBroken:
    message = _("The mapping is wrong at %(where)s: %(sentence)s") % {
        "where": where or "/",
        "sentence": sentence,
    }
    return RuleBroken("mapping_invalid", message, f"/{where.replace('.', '/')}")


def _known(entry: Any, allowed: set[str], where: str) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise _wrong(where, _("this must be a list of “name: value” lines."))
    for name in entry:
        if name not in allowed:
            choice = ", ".join(sorted(allowed))
            raise _wrong(f"{where}.{name}".lstrip("."), _("unknown word; known are: %s.") % choice)
    return entry


def _texts(value: Any, where: str) -> tuple[str, ...]:
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not found or not all(isinstance(v, str) for v in found):
        raise _wrong(where, _("this must be a text or a list of texts."))
    return tuple(found)


def load_mapping(text: str) -> Mapping:
    """Read and check a mapping. Raises RuleBroken that says where it is wrong."""
    try:
        parsed = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise _wrong(f"line {line}", _("this is not YAML.")) from None
    entry = _known(parsed, TOP, "")
    target = target_of(str(entry.get("target", "")))
    file = _known(entry.get("file") or {}, FILE, "file")
    source = entry.get("source")
    if not isinstance(source, str) or not source.strip():
        raise _wrong("source", _("name where the rows come from."))
    mapping = Mapping(
        target=target,
        source=source.strip()[:60],
        encodings=_encodings(file),
        delimiter=_sign(file, "delimiter", ","),
        quote=_sign(file, "quote", '"'),
        key=_texts(entry["key"], "key") if entry.get("key") else (),
        columns=_columns(entry.get("columns"), target),
        constants=_constants(entry.get("constants") or {}, target),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    _require_fields(mapping)
    return mapping


def _encodings(file: dict[str, Any]) -> tuple[str, ...]:
    names = _texts(file.get("encodings", ["utf-8", "cp1252"]), "file.encodings")
    for name in names:
        try:
            codecs.lookup(name)
        except LookupError:
            raise _wrong("file.encodings", _("“%s” is not an encoding.") % name) from None
    return names


def _sign(file: dict[str, Any], name: str, default: str) -> str:
    sign = file.get(name, default)
    if not isinstance(sign, str) or len(sign) != 1 or sign in "\r\n\0":
        raise _wrong(f"file.{name}", _("this must be one sign."))
    return sign


def _columns(entries: Any, target: ImportTarget) -> tuple[Column, ...]:
    if not isinstance(entries, dict) or not entries:
        raise _wrong("columns", _("this must be a list of “name: value” lines."))
    return tuple(_column(str(name), entry, target) for name, entry in entries.items())


def _column(name: str, entry: Any, target: ImportTarget) -> Column:
    where = f"columns.{name}"
    if name not in target.by_name:
        choice = ", ".join(target.by_name)
        raise _wrong(where, _("no such field; there are: %s.") % choice)
    entry = {"from": entry} if isinstance(entry, str) else _known(entry, COLUMN, where)
    values = entry.get("values")
    if values is not None and not isinstance(values, dict):
        raise _wrong(f"{where}.values", _("this must be a list of “name: value” lines."))
    unknown = entry.get("unknown", "refuse")
    if unknown not in UNKNOWN:
        raise _wrong(f"{where}.unknown", _("one of: %s.") % ", ".join(UNKNOWN))
    return Column(
        field=name,
        sources=_texts(entry.get("from"), f"{where}.from"),
        strip=bool(entry.get("strip", True)),
        empty=frozenset(map(_folded, _texts(entry["empty"], where)) if "empty" in entry else ()),
        values={_folded(key): value for key, value in values.items()} if values else None,
        unknown=unknown,
        dates=_dates(entry, where),
        split=str(entry.get("split", ";")),
        join=str(entry.get("join", "\n")),
        max_length=_length(entry.get("max_length"), where),
    )


def _folded(value: Any) -> str:
    return str(value).strip().casefold()


def _dates(entry: dict[str, Any], where: str) -> tuple[str, ...]:
    formats = _texts(entry.get("dates", "%Y-%m-%d"), f"{where}.dates")
    for each in formats:
        if "%" not in each:
            raise _wrong(f"{where}.dates", _("“%s” is not a date format.") % each)
    return formats


def _length(value: Any, where: str) -> int | None:
    if value is None or (isinstance(value, int) and value > 0):
        return value
    raise _wrong(f"{where}.max_length", _("this must be a number above zero."))


def _constants(entry: dict[str, Any], target: ImportTarget) -> dict[str, Any]:
    kinds: dict[Kind, Any] = {Kind.TEXT: str, Kind.DATE: date, Kind.INTEGER: int, Kind.LIST: list}
    for name, value in _known(entry, set(target.by_name), "constants").items():
        if value is not None and not isinstance(value, kinds[target.by_name[name].kind]):
            kind = target.by_name[name].kind
            raise _wrong(f"constants.{name}", _("this must be of the kind “%s”.") % kind)
    return entry


def _require_fields(mapping: Mapping) -> None:
    given = {column.field for column in mapping.columns}
    if twice := given & mapping.constants.keys():
        raise _wrong(f"constants.{min(twice)}", _("this field has a column already."))
    for each in mapping.target.fields:
        if each.required and each.name not in given | mapping.constants.keys():
            raise _wrong("columns", _("the field “%s” is needed.") % each.name)
