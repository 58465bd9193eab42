"""Loading and editing vocabularies."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import require
from oversight.vocabularies.models import Term, Vocabulary, forget_terms

SHIPPED = Path(__file__).parent / "reference" / "vocabularies.yaml"


def _labels(entry: dict[str, Any], key: str) -> dict[str, str]:
    labels = entry[key]
    return {f"label_{language}": labels.get(language, "") for language in ("en", "fr", "ht")}


@transaction.atomic
def load_shipped(*, path: Path = SHIPPED) -> dict[str, int]:
    """Bring the shipped vocabularies up to date; terms edited by a person stay as they are."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in entries:
        Vocabulary.objects.update_or_create(
            code=entry["vocabulary"], defaults=_labels(entry, "label")
        )
    edited = set(Term.objects.filter(edited_at__isnull=False).values_list("vocabulary_id", "code"))
    terms = [
        Term(
            vocabulary_id=entry["vocabulary"],
            code=str(term["code"]),
            order=term.get("order", number),
            note=term.get("note", "") or "",
            **_labels(term, "labels"),
        )
        for entry in entries
        for number, term in enumerate(entry["terms"])
        if (entry["vocabulary"], str(term["code"])) not in edited
    ]
    Term.objects.bulk_create(
        terms,
        update_conflicts=True,
        unique_fields=("vocabulary", "code"),
        update_fields=("order", "note", "label_en", "label_fr", "label_ht"),
    )
    _set_parents(entries)
    forget_terms()
    return {"vocabularies": len(entries), "terms": len(terms)}


def _set_parents(entries: list[dict[str, Any]]) -> None:
    rows = {(term.vocabulary_id, term.code): term for term in Term.objects.all()}
    changed = []
    for entry in entries:
        for term in entry["terms"]:
            row = rows[entry["vocabulary"], str(term["code"])]
            parent = rows.get((entry["vocabulary"], str(term.get("parent"))))
            if row.parent_id != (parent.pk if parent else None):
                row.parent = parent
                changed.append(row)
    Term.objects.bulk_update(changed, ("parent",))


@transaction.atomic
def edit_term(
    *, term: Term, by: Any, reason: str, now: datetime | None = None, **values: Any
) -> Term:
    """Change labels, order, note or retirement; the code never changes."""
    term = Term.objects.select_for_update(of=("self",)).get(pk=term.pk)
    require(by, Permission.VOCABULARY_MANAGE)
    allowed = {"label_en", "label_fr", "label_ht", "order", "note", "retired_on"}
    changes = {}
    for field in allowed & values.keys():
        if getattr(term, field) != values[field]:
            changes[field] = (getattr(term, field), values[field])
            setattr(term, field, values[field])
    term.edited_at = now or timezone.now()
    term.full_clean()
    term.save()
    audit.record(type="term.edited", by=by, target=term, reason=reason, changes=changes)
    transaction.on_commit(forget_terms)
    return term


@transaction.atomic
def add_term(*, vocabulary: Vocabulary, code: str, by: Any, reason: str, **values: Any) -> Term:
    """A new term at the end of its list."""
    require(by, Permission.VOCABULARY_MANAGE)
    term = Term(vocabulary=vocabulary, code=code, edited_at=timezone.now(), **values)
    term.full_clean()
    term.save(force_insert=True)
    audit.record(type="term.added", by=by, target=term, reason=reason)
    transaction.on_commit(forget_terms)
    return term


def retire_term(*, term: Term, by: Any, reason: str, on: date | None = None) -> Term:
    """No longer offered for new records; kept and shown on old ones."""
    return edit_term(term=term, by=by, reason=reason, retired_on=on or timezone.localdate())
