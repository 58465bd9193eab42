"""Committing rows, some hundreds at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import RuleBroken
from oversight.imports.models import ImportedRow, ImportRun
from oversight.imports.rules import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Mapping,
    Reason,
    Refused,
    Row,
)

# What else happened: pairs of kind and text.
Notes = set[tuple[str, str]]


@dataclass(frozen=True)
class Item:
    """One row that is ready: where it stood, what was read, what the target made of it."""

    number: int
    line: int
    cells: list[str]
    row: Row
    built: Any


@dataclass
class Tally:
    """What became of a batch."""

    created: int
    already: int
    refused: list[tuple[Item, Reason]]
    updated: int = 0
    unchanged: int = 0

    def add(self, other: "Tally") -> None:
        self.created += other.created
        self.already += other.already
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.refused += other.refused


CHANGED = Reason("key_changed", _("A row with this key and other content was imported before."))


def sort_out(
    *, items: Sequence[Item], mapping: Mapping, seen: dict[str, str] | None = None
) -> tuple[list[Item], Tally]:
    """The new items, and what is known of the others. `seen` is for previews, which write nothing."""
    keys = [item.row.key for item in items]
    rows = ImportedRow.objects.filter(
        target=mapping.target.name, source=mapping.source, key__in=keys
    )
    known: dict[str, str] = (seen if seen is not None else {}) | dict(
        rows.values_list("key", "digest")
    )
    elsewhere = mapping.target.existing_keys
    foreign = elsewhere(mapping.source, keys) if elsewhere else set()
    new, tally = [], Tally(0, 0, [])
    for item in items:
        key, digest = item.row.key, item.row.digest
        if key not in known and key not in foreign:
            new.append(item)
            known[key] = digest
            if seen is not None:
                seen[key] = digest
        elif known.get(key, digest) == digest:
            tally.already += 1
        else:
            tally.refused.append((item, CHANGED))
    tally.created = len(new)
    return new, tally


def commit(
    items: Sequence[Item],
    *,
    mapping: Mapping,
    run: ImportRun | None,
    by: Any,
    now: datetime,
    notes: Notes,
) -> Tally:
    """Write what is new. If the batch as a whole is refused, each row is tried alone."""
    together = _update_together if mapping.target.updates else _commit_together
    given = {"mapping": mapping, "run": run, "by": by, "now": now, "notes": notes}
    try:
        return together(items, **given)
    except (DatabaseError, RuleBroken, Refused):
        total = Tally(0, 0, [])
        for item in items:
            total.add(_alone(item, together, given))
        return total


@transaction.atomic
def _update_together(
    items: Sequence[Item], *, mapping: Mapping, run: Any, by: Any, now: datetime, notes: Notes
) -> Tally:
    said: Notes = set()
    built = [item.built for item in items]
    outcomes = mapping.target.commit_batch(built, by=by, run=run, now=now, notes=said)
    notes |= said
    refused = [
        (item, reason)
        for item, outcome in zip(items, outcomes, strict=True)
        if isinstance(outcome, Refused)
        for reason in outcome.reasons
    ]
    count = Counter(outcome for outcome in outcomes if isinstance(outcome, str))
    return Tally(count[CREATED], 0, refused, count[UPDATED], count[UNCHANGED])


@transaction.atomic
def _commit_together(
    items: Sequence[Item], *, mapping: Mapping, run: Any, by: Any, now: datetime, notes: Notes
) -> Tally:
    new, tally = sort_out(items=items, mapping=mapping)
    ImportedRow.objects.bulk_create(
        ImportedRow(
            target=mapping.target.name,
            source=mapping.source,
            key=item.row.key,
            digest=item.row.digest,
            run=run,
        )
        for item in new
    )
    if new:
        mapping.target.commit_batch([item.built for item in new], by=by, run=run, now=now)
    return tally


def _alone(item: Item, together: Any, given: dict[str, Any]) -> Tally:
    try:
        return together([item], **given)
    except RuleBroken as broken:
        reasons = Refused.of(broken).reasons
    except Refused as refused:
        reasons = refused.reasons
    except DatabaseError as error:
        # The class only: the database's own words may repeat the row.
        message = _("The database refuses this row.")
        reasons = (Reason(f"database:{type(error).__name__}", message),)
    return Tally(0, 0, [(item, reason) for reason in reasons])
