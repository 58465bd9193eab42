"""Loading the shipped texts, and correcting what was checked by a person."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction
from django.utils import timezone

from mission.mandate.models import Instrument, Mission, Provision, ProvisionProlongation
from mission.mandate.rules import check_paragraph
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import require
from oversight.vocabularies.rules import LANGUAGES

SHIPPED = Path(__file__).parent / "reference"
DATES = ("adopted_on", "valid_from", "valid_to")
# What a person may have checked and corrected: a later load leaves it alone on an edited row.
CORRECTED = frozenset(
    {"paragraph", "paragraph_status", "paragraph_source", "valid_from", "valid_to"}
    | {"verification_status", "source_title", "source_tier", "source_url", "bindingness"}
)


def _spoken(entry: dict[str, Any], field: str) -> dict[str, str]:
    texts = entry.get(field) or {}
    return {f"{field}_{language}": texts.get(language, "") for language in LANGUAGES}


def _sourced(entry: dict[str, Any]) -> dict[str, str]:
    source = entry.get("source") or {}
    return {
        "verification_status": entry["verification_status"],
        "source_title": source.get("title") or "",
        "source_tier": source.get("tier") or "",
        "source_url": source.get("url") or "",
        "note": entry.get("note") or "",
    }


def _mission(entry: dict[str, Any]) -> Mission:
    names = {f"title_{language}": entry["name"][language] for language in LANGUAGES}
    return Mission(
        slug=entry["slug"],
        abbreviation=entry["abbreviation"]["en"],
        valid_from=entry["valid_from"],
        valid_to=entry["valid_to"],
        successor_id=None,
        **names,
    )


def _instrument(entry: dict[str, Any]) -> Instrument:
    dates = {name: entry.get(name) for name in DATES}
    precisions = {f"{name}_precision": entry.get(f"{name}_precision", "day") for name in DATES}
    return Instrument(
        slug=entry["slug"],
        kind=entry["kind"],
        symbol=entry["symbol"],
        mission_id=entry["mission"],
        **dates,
        **precisions,
        **_spoken(entry, "title"),
        **_sourced(entry),
    )


def _provision(order: int, entry: dict[str, Any]) -> Provision:
    sourced = _sourced(entry)
    number = entry["paragraph"]
    return Provision(
        slug=entry["slug"],
        instrument_id=entry["instrument"],
        order=order,
        paragraph=number,
        paragraph_status=entry["paragraph_status"],
        paragraph_source=sourced["source_title"] if number else "",
        obliged=entry["obliged"],
        category=entry["category"],
        bindingness=entry["bindingness"],
        valid_from=entry["valid_from"],
        valid_from_precision=entry.get("valid_from_precision", "day"),
        valid_to=entry["valid_to"],
        **_spoken(entry, "title"),
        **_spoken(entry, "paraphrase"),
        **_spoken(entry, "period"),
        **sourced,
    )


def _fields(model: type[models.Model], leave: frozenset[str]) -> list[str]:
    """Columns a load writes over; links between instruments are set once all of them exist."""
    late = {"successor", "supersedes", "edited_at"}
    return [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in late | leave
    ]


def _put(rows: list[Any]) -> None:
    """Insert or update by key; rows corrected by a person keep what was corrected."""
    model = type(rows[0])
    edited: set[Any] = set()
    if hasattr(model, "edited_at"):
        edited = set(model.objects.filter(edited_at__isnull=False).values_list("pk", flat=True))
    for leave in (frozenset[str](), CORRECTED):
        batch = [row for row in rows if (row.pk in edited) == bool(leave)]
        model.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=_fields(model, leave),
        )


def _link(missions: list[dict[str, Any]], instruments: list[dict[str, Any]]) -> None:
    for entry in missions:
        Mission.objects.filter(pk=entry["slug"]).update(successor=entry["successor"])
    renewals = Instrument.renews.through
    for entry in instruments:
        Instrument.objects.filter(pk=entry["slug"]).update(supersedes=entry["supersedes"])
    renewals.objects.bulk_create(
        [
            renewals(from_instrument_id=entry["slug"], to_instrument_id=renewed)
            for entry in instruments
            for renewed in entry["renews"]
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def load_shipped(*, folder: Path = SHIPPED) -> dict[str, int]:
    """Bring missions, instruments and provisions up to date, by slug. Deletes nothing."""
    texts = yaml.safe_load((folder / "instruments.yaml").read_text(encoding="utf-8"))
    provisions = yaml.safe_load((folder / "provisions.yaml").read_text(encoding="utf-8"))[
        "provisions"
    ]
    _put([_mission(entry) for entry in texts["missions"]])
    _put([_instrument(entry) for entry in texts["instruments"]])
    _link(texts["missions"], texts["instruments"])
    _put([_provision(order, entry) for order, entry in enumerate(provisions, 1)])
    ProvisionProlongation.objects.bulk_create(
        [
            ProvisionProlongation(provision_id=entry["slug"], instrument_id=slug)
            for entry in provisions
            for slug in entry["prolonged_by"]
        ],
        ignore_conflicts=True,
    )
    return {"instruments": len(texts["instruments"]), "provisions": len(provisions)}


@transaction.atomic
def set_paragraph(
    *,
    provision: Provision,
    paragraph: str,
    status: str,
    source: str,
    by: Any,
    reason: str,
    now: datetime | None = None,
) -> Provision:
    """Write down the paragraph number as read in the official document, or take it back."""
    provision = Provision.objects.select_for_update(of=("self",)).get(pk=provision.pk)
    require(by, Permission.MANDATE_MANAGE)
    check_paragraph(paragraph, status, source)
    values = {
        "paragraph": paragraph or None,
        "paragraph_status": status,
        "paragraph_source": source,
    }
    changes = {
        name: (getattr(provision, name), value)
        for name, value in values.items()
        if getattr(provision, name) != value
    }
    for name, value in values.items():
        setattr(provision, name, value)
    provision.edited_at = now or timezone.now()
    provision.full_clean()
    provision.save(update_fields=(*values, "edited_at"))
    audit.record(
        type="provision.paragraph_set",
        by=by,
        target=provision,
        reason=reason,
        changes=changes,
        now=now,
    )
    return provision
