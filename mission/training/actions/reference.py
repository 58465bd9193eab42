"""Loading the shipped modules and of whom they are required."""

from datetime import date
from pathlib import Path

import yaml
from django.db import transaction

from mission.training.models import TrainingModule, TrainingRequirement

SHIPPED = Path(__file__).parent.parent / "reference" / "training.yaml"


@transaction.atomic
def load_shipped(*, path: Path = SHIPPED) -> dict[str, int]:
    """Modules by code; rows a person has edited are left alone. Requirements once, then never."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    edited = set(
        TrainingModule.objects.filter(edited_at__isnull=False).values_list("pk", flat=True)
    )
    had = set(TrainingModule.objects.values_list("pk", flat=True))
    for order, entry in enumerate(entries["modules"], start=1):
        if entry["code"] not in edited:
            TrainingModule.objects.update_or_create(
                code=entry["code"], defaults=_fields(entry, order)
            )
    new = [entry for entry in entries["modules"] if entry["code"] not in had]
    rows = [_requirement(entry["code"], one) for entry in new for one in entry.get("required", ())]
    TrainingRequirement.objects.bulk_create(rows)
    return {"modules": len(entries["modules"]), "requirements": len(rows)}


def _fields(entry: dict, order: int) -> dict:  # type: ignore[type-arg]
    source = entry.get("source", {})
    return {
        "label_en": entry["labels"]["en"],
        "label_fr": entry["labels"]["fr"],
        "label_ht": entry["labels"]["ht"],
        "valid_months": entry.get("valid_months"),
        "order": order * 10,
        "verification_status": source.get("status", "unverified"),
        "source_title": source.get("title", ""),
        "source_tier": source.get("tier", ""),
        "note": entry.get("note", ""),
    }


def _requirement(code: str, entry: dict) -> TrainingRequirement:  # type: ignore[type-arg]
    return TrainingRequirement(
        module_id=code,
        function=entry.get("function", ""),
        grace_days=entry.get("grace_days", 0),
        from_on=date.fromisoformat(str(entry["from"])),
    )
