"""Loading the shipped States and contingents, and what others have stated of their strength."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from mission.force.models import Contingent, Participation, State, StrengthStatement

REFERENCE = Path(__file__).parent.parent / "reference"
SHIPPED = REFERENCE / "states.yaml"
STRENGTH = REFERENCE / "strength.yaml"


@transaction.atomic
def load_shipped(*, path: Path = SHIPPED, strength: Path = STRENGTH) -> dict[str, int]:
    """Bring States, contingents and stated numbers up to date, by code. Deletes nothing."""
    entries = _read(path)
    states = [
        State(
            code=entry["code"],
            label_en=entry["name"]["en"],
            label_fr=entry["name"]["fr"],
            label_ht=entry["name"]["ht"],
        )
        for entry in entries["states"]
    ]
    State.objects.bulk_create(
        states,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["label_en", "label_fr", "label_ht"],
    )
    contingents = [Contingent(state_id=entry["state"]) for entry in entries["contingents"]]
    Contingent.objects.bulk_create(contingents, ignore_conflicts=True)
    said = _read(strength)
    return {
        "states": len(states),
        "contingents": len(contingents),
        "statements": _load_statements(said["statements"]),
        "participations": _load_participations(said["participations"]),
    }


def _read(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def _source(entry: dict[str, Any]) -> dict[str, Any]:
    source = entry["source"]
    return {
        "verification_status": source["status"],
        "source_tier": source["tier"],
        "source_title": source["title"],
        "source_url": source["url"],
        "note": entry.get("note", ""),
    }


def _load_statements(entries: list[dict[str, Any]]) -> int:
    """Rows a person has edited are left alone."""
    rows = StrengthStatement.objects.filter(edited_at__isnull=False)
    edited = set(rows.values_list("pk", flat=True))
    fresh = [_statement(entry) for entry in entries if entry["code"] not in edited]
    fields = [f.name for f in StrengthStatement._meta.concrete_fields if not f.primary_key]
    StrengthStatement.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )
    return len(entries)


def _statement(entry: dict[str, Any]) -> StrengthStatement:
    because = entry.get("preferred_because", "")
    return StrengthStatement(
        code=entry["code"],
        kind=entry["kind"],
        mission_id=entry["mission"],
        state_id=entry["state"],
        people=entry["people"],
        as_of=entry["as_of"],
        as_of_precision=entry["precision"],
        is_preferred=bool(because),
        preferred_because=because,
        **_source(entry),
    )


def _load_participations(entries: list[dict[str, Any]]) -> int:
    edited = Participation.objects.filter(edited_at__isnull=False)
    kept = set(edited.values_list("contingent__state_id", "mission_id"))
    contingents = dict(Contingent.objects.values_list("state_id", "pk"))
    for entry in entries:
        if (entry["state"], entry["mission"]) in kept:
            continue
        Participation.objects.update_or_create(
            contingent_id=contingents[entry["state"]],
            mission_id=entry["mission"],
            defaults={
                "from_on": entry["from"],
                "from_precision": entry["precision"],
                **_source(entry),
            },
        )
    return len(entries)
