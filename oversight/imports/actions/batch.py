"""Committing rows, some hundreds at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import RuleBroken
from oversight.imports.models import ImportedRow, ImportRun
from oversight.imports.rules import Mapping, Reason, Refused, Row


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
    items: Sequence[Item], *, mapping: Mapping, run: ImportRun, by: Any, now: datetime
) -> Tally:
    """Write what is new. If the batch as a whole is refused, each row is tried alone."""
    try:
        return _commit_together(items, mapping=mapping, run=run, by=by, now=now)
    except (DatabaseError, RuleBroken, Refused):
        total = Tally(0, 0, [])
        for item in items:
            _commit_alone(item, total, mapping=mapping, run=run, by=by, now=now)
        return total


@transaction.atomic
def _commit_together(
    items: Sequence[Item], *, mapping: Mapping, run: ImportRun, by: Any, now: datetime
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


def _commit_alone(
    item: Item, total: Tally, *, mapping: Mapping, run: ImportRun, by: Any, now: datetime
) -> None:
    try:
        tally = _commit_together([item], mapping=mapping, run=run, by=by, now=now)
    except RuleBroken as broken:
        total.refused += [(item, reason) for reason in Refused.of(broken).reasons]
    except Refused as refused:
        total.refused += [(item, reason) for reason in refused.reasons]
    except DatabaseError as error:
        # The class only: the database's own words may repeat the row.
        message = _("The database refuses this row.")
        total.refused.append((item, Reason(f"database:{type(error).__name__}", message)))
    else:
        total.created += tally.created
        total.already += tally.already
        total.refused += tally.refused
