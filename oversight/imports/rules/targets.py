"""What can be imported. Apps declare their targets in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken
from oversight.imports.access import declare

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


class Kind(StrEnum):
    """What the cells of a field become."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    LIST = "list"


@dataclass(frozen=True)
class Field:
    """One field of a target: what it takes and whether it may be absent."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    max_length: int | None = None


@dataclass(frozen=True)
class Reason:
    """Why a row is not imported. `code` is stable; the sentence never repeats the value."""

    code: str
    message: "str | Promise"
    field: str = ""

    def __str__(self) -> str:
        where = f"{self.field}: " if self.field else ""
        return f"{where}{self.message} [{self.code}]"


class Refused(Exception):
    """A row cannot be imported, for one or more reasons."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__()
        self.reasons = reasons

    @classmethod
    def of(cls, broken: RuleBroken) -> "Refused":
        return cls(Reason(broken.code, broken.message, broken.pointer.lstrip("/")))


@dataclass(frozen=True)
class ImportTarget:
    """One kind of record that files can bring in.

    `build_row(values, key=…)` turns the mapped values of one row (absent ones are None) into
    whatever `commit_batch` takes; it writes nothing and raises `Refused` or `RuleBroken`.
    `commit_batch(built, by=…, run=…, now=…)` writes a list of those inside the engine's
    transaction, events included. `existing_keys(source, keys)` names keys that are there
    although no import brought them.

    A target that updates what is there says so by `unchanged(built)`: which rows would change
    nothing; they are not written. Its `commit_batch` gives for each row CREATED, UPDATED, UNCHANGED
    or a `Refused`, and may take `notes` (a set of (kind, text)) to say what else happened.
    `finished(run, notes, by, now)` is called once at the end of a run that wrote something.
    `opened()` gives the `build_row` of one run, for a target that reads something once for all rows.
    Cells of `private` fields are kept out of the quarantine file.
    """

    name: str
    fields: tuple[Field, ...]
    build_row: Callable[..., Any]
    commit_batch: Callable[..., Any]
    existing_keys: Callable[[str, list[str]], set[str]] | None = None
    permission: Permission = Permission.IMPORT_RUN
    opened: Callable[[], Callable[..., Any]] | None = None
    unchanged: Callable[[list[Any]], list[bool]] | None = None
    finished: Callable[..., Any] | None = None
    private: frozenset[str] = frozenset()
    by_name: dict[str, Field] = field(init=False)

    @property
    def updates(self) -> bool:
        return self.unchanged is not None

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {each.name: each for each in self.fields})


_targets: dict[str, ImportTarget] = {}


def register_target(target: ImportTarget) -> None:
    _targets[target.name] = target
    declare(target.name, target.permission)


def target_of(name: str) -> ImportTarget:
    """Raises RuleBroken for a target nobody declared."""
    if name not in _targets:
        known = ", ".join(sorted(_targets)) or "-"
        message = _("There is no import target “%(name)s”. There are: %(known)s.")
        raise RuleBroken("unknown_target", message % {"name": name, "known": known}, "/target")
    return _targets[name]
