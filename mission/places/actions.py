"""Loading the gazetteer, and finding a place however it is written."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from mission.places.models import Place, PlaceName
from mission.places.rules import parts_of, plain, search_key, slips, sound_key, spellings

SHIPPED = Path(__file__).parent / "reference"
LONGEST_QUERY = 120
Row = dict[str, str]


def find(*, text: str, limit: int = 20) -> list[Place]:
    """Places that may be meant, best first; of "Delmas 33, Port-au-Prince" either part counts."""
    scores: dict[int, float] = {}
    for part in parts_of(text[:LONGEST_QUERY]):
        key = search_key(part)
        if not key:
            continue
        near = PlaceName.objects.ranked(key, sound_key(part) or key, slips(key), limit)
        for pk, score in near.items():
            scores[pk] = max(score, scores.get(pk, 0.0))
    # Sorting is stable: among equals the earlier part and the better rank stay first.
    best = sorted(scores, key=lambda pk: -scores[pk])[:limit]
    places = Place.objects.with_parents().in_bulk(best)
    return [places[pk] for pk in best]


def _read(name: str) -> list[Row]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _place(row: Row) -> Place:
    return Place(
        key=row["key"],
        pcode=row["pcode"] or None,
        name_fr=row["name_fr"],
        name_ht=row["name_ht"],
        level=row["level"],
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        source=row["source"],
        certainty=row["certainty"],
        sort_key=plain(row["name_fr"]),
    )


def _put_places(rows: list[Row]) -> dict[str, Place]:
    written = [
        field.name
        for field in Place._meta.concrete_fields
        if field.name not in ("id", "key", "parent")
    ]
    Place.objects.bulk_create(
        [_place(row) for row in rows],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=written,
    )
    return {place.key: place for place in Place.objects.all()}


def _put_parents(rows: list[Row], places: dict[str, Place]) -> None:
    changed = []
    for row in rows:
        place, parent = places[row["key"]], places.get(row["parent"])
        if place.parent_id != (parent.pk if parent else None):
            place.parent = parent
            changed.append(place)
    Place.objects.bulk_update(changed, ["parent"], batch_size=200)


def _names(rows: list[Row], others: list[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        for name in filter(None, (row["name_fr"], row["name_ht"])):
            for spelling in spellings(name):
                yield row["key"], spelling
    yield from ((row["place"], row["name"]) for row in others)


@transaction.atomic
def load_shipped() -> dict[str, int]:
    """Bring places and their spellings up to date, by key. Deletes nothing."""
    rows, others = _read("places.csv"), _read("other_names.csv")
    places = _put_places(rows)
    _put_parents(rows, places)
    names = [
        PlaceName(place=places[place], name=name, search_key=key)
        for place, name in _names(rows, others)
        for key in (search_key(name), sound_key(name))
        if key
    ]
    PlaceName.objects.bulk_create(names, ignore_conflicts=True)
    return {"places": len(rows), "spellings": len(names)}
