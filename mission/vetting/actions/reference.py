"""Loading the shipped schemes and of whom they are required."""

from datetime import date
from pathlib import Path

import yaml
from django.db import transaction

from mission.vetting.models import Scheme, SchemeRequirement

SHIPPED = Path(__file__).parent.parent / "reference" / "schemes.yaml"


@transaction.atomic
def load_shipped(*, path: Path = SHIPPED) -> dict[str, int]:
    """Schemes by code; rows a person has edited are left alone. Requirements once, then never."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["schemes"]
    edited = set(Scheme.objects.filter(edited_at__isnull=False).values_list("pk", flat=True))
    had = set(Scheme.objects.values_list("pk", flat=True))
    for order, entry in enumerate(entries, start=1):
        if entry["code"] not in edited:
            Scheme.objects.update_or_create(code=entry["code"], defaults=_fields(entry, order))
    rows = [
        SchemeRequirement(
            scheme_id=entry["code"],
            grace_days=one.get("grace_days", 0),
            function=one.get("function", ""),
            from_on=date.fromisoformat(str(one["from"])),
        )
        for entry in entries
        if entry["code"] not in had
        for one in entry.get("required", ())
    ]
    SchemeRequirement.objects.bulk_create(rows)
    return {"schemes": len(entries), "requirements": len(rows)}


def _fields(entry: dict, order: int) -> dict:  # type: ignore[type-arg]
    source = entry.get("source", {})
    return {
        "label_en": entry["labels"]["en"],
        "label_fr": entry["labels"]["fr"],
        "label_ht": entry["labels"]["ht"],
        "about": entry.get("about", "person"),
        "part_of_id": entry.get("part_of"),
        "valid_months": entry.get("valid_months"),
        "order": order * 10,
        "verification_status": source.get("status", "unverified"),
        "source_title": source.get("title", ""),
        "source_tier": source.get("tier", ""),
        "note": entry.get("note", ""),
    }
