"""Loading the shipped States and contingents."""

from pathlib import Path

import yaml
from django.db import transaction

from mission.force.models import Contingent, State

SHIPPED = Path(__file__).parent.parent / "reference" / "states.yaml"


@transaction.atomic
def load_shipped(*, path: Path = SHIPPED) -> dict[str, int]:
    """Bring States and contingents up to date, by code. Deletes nothing."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
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
    return {"states": len(states), "contingents": len(contingents)}
