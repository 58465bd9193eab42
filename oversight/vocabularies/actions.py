"""Loading and editing vocabularies."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, Stale, require
from oversight.vocabularies.models import Term, Vocabulary, forget_terms
from oversight.vocabularies.rules import mark_of

CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")
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


EDITED = ("label_en", "label_fr", "label_ht", "parent", "order", "note", "retired_on")
Changes = dict[str, tuple[Any, Any]]


@transaction.atomic
def edit_term(
    *,
    term: Term,
    by: Any,
    reason: str,
    seen: str = "",
    now: datetime | None = None,
    **values: Any,
) -> Term:
    """Change labels, parent, order, note or retirement; the code never changes.

    `seen` is the mark of the term that the person looked at: another state of it refuses.
    """
    term = Term.objects.select_for_update(of=("self",)).get(pk=term.pk)
    require(by, Permission.VOCABULARY_MANAGE)
    _require_reason(reason)
    _require_seen(seen, mark_of([term]))
    changes = set_values(term=term, values=values)
    if not changes:
        return term
    term.edited_at = now or timezone.now()
    term.save()
    audit.record(type="term.edited", by=by, target=term, reason=reason, changes=changes, now=now)
    transaction.on_commit(forget_terms)
    return term


def set_values(*, term: Term, values: dict[str, Any]) -> Changes:
    """The values on the row, checked and not saved; and what is different then, as it is told."""
    changes: Changes = {}
    for field in EDITED:
        if field in values and getattr(term, field) != values[field]:
            changes[field] = (_told(getattr(term, field)), _told(values[field]))
            setattr(term, field, values[field])
    _check_parent(term)
    term.full_clean()
    return changes


def new_term(*, vocabulary: Vocabulary, code: str, **values: Any) -> Term:
    """The term as it would be added: checked and not saved."""
    if not CODE.fullmatch(code):
        raise RuleBroken(
            "code_form",
            _("A code is small letters, digits, “_” and “-”, for example: forced_labour."),
            "/code",
        )
    if values.get("order") is None:
        last = vocabulary.terms.aggregate(last=Max("order"))["last"]
        values["order"] = 0 if last is None else last + 1
    term = Term(vocabulary=vocabulary, code=code, **values)
    _check_parent(term)
    term.full_clean()
    return term


@transaction.atomic
def add_term(
    *,
    vocabulary: Vocabulary,
    code: str,
    by: Any,
    reason: str,
    seen: str = "",
    now: datetime | None = None,
    **values: Any,
) -> Term:
    """A new term at the end of its list, unless an order is given.

    `seen` is the mark of the list that the person looked at: another state of it refuses.
    """
    require(by, Permission.VOCABULARY_MANAGE)
    _require_reason(reason)
    vocabulary = Vocabulary.objects.select_for_update(of=("self",)).get(pk=vocabulary.pk)
    _require_seen(seen, mark_of(vocabulary.terms.all()))
    term = new_term(vocabulary=vocabulary, code=code, **values)
    term.edited_at = now or timezone.now()
    term.save(force_insert=True)
    changes = {"code": (None, code), "label_en": (None, term.label_en)}
    audit.record(type="term.added", by=by, target=term, reason=reason, changes=changes, now=now)
    transaction.on_commit(forget_terms)
    return term


def retire_term(
    *,
    term: Term,
    by: Any,
    reason: str,
    seen: str = "",
    on: date | None = None,
    now: datetime | None = None,
) -> Term:
    """No longer offered for new records; kept and shown on old ones."""
    on = on or timezone.localdate(now)
    return edit_term(term=term, by=by, reason=reason, seen=seen, now=now, retired_on=on)


def offer_term(
    *, term: Term, by: Any, reason: str, seen: str = "", now: datetime | None = None
) -> Term:
    """Offer a retired term again."""
    return edit_term(term=term, by=by, reason=reason, seen=seen, now=now, retired_on=None)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Give a reason. It stays in the office."), "/reason")


def _require_seen(seen: str, now: str) -> None:
    if seen and seen != now:
        raise Stale(
            "stale",
            _("Somebody changed this meanwhile. Look at what would change now, then confirm."),
        )


def _told(value: Any) -> Any:
    """A parent is named by its code."""
    return value.code if isinstance(value, Term) else value


def _check_parent(term: Term) -> None:
    """The parent is of the same list and not below the term itself."""
    above = term.parent
    if above is not None and above.vocabulary_id != term.vocabulary_id:
        raise RuleBroken("parent_elsewhere", _("Choose a term of the same list."), "/parent")
    while above is not None:
        if above.pk == term.pk:
            raise RuleBroken("parent_below", _("A term cannot stand below itself."), "/parent")
        above = above.parent
