"""What a change of a list would do, before it is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oversight.audit import actions as audit
from oversight.audit.columns import changes_of
from oversight.vocabularies import actions
from oversight.vocabularies.models import Term, Vocabulary
from oversight.vocabularies.rules import mark_of

# Below this nobody is told whether a term is used at all: a rare one tells of single records.
FEW = 5


@dataclass(frozen=True)
class Effect:
    """`lines` are the fields, old and new; `remarks` what follows from them; `seen` marks the state."""

    lines: list[str]
    remarks: list[str]
    seen: str


def of_new(vocabulary: Vocabulary, by: Any, data: dict[str, Any]) -> Effect:
    """A term that would be added."""
    term = actions.new_term(vocabulary=vocabulary, **_values(data))
    names = ("code", "label_en", "label_fr", "label_ht", "parent", "order", "note")
    told = {name: (None, _told(getattr(term, name))) for name in names if getattr(term, name)}
    remarks = [_place(term, vocabulary), _("It is offered at once, in forms and in the API.")]
    return Effect(_lines(term, told), remarks, mark_of(vocabulary.terms.all()))


def of_edit(vocabulary: Vocabulary, by: Any, data: dict[str, Any], part: Term) -> Effect:
    """New words or another place for a term."""
    return _of_change(part, _values(data))


def of_retirement(vocabulary: Vocabulary, by: Any, data: dict[str, Any], part: Term) -> Effect:
    """A term that would no longer be offered."""
    return _of_change(part, {"retired_on": timezone.localdate()})


def of_offer(vocabulary: Vocabulary, by: Any, data: dict[str, Any], part: Term) -> Effect:
    """A retired term that would be offered again."""
    return _of_change(part, {"retired_on": None})


def _of_change(term: Term, values: dict[str, Any]) -> Effect:
    term = Term.objects.select_related("parent", "vocabulary").get(pk=term.pk)
    seen = mark_of([term])
    changes = actions.set_values(term=term, values=values)
    return Effect(_lines(term, changes), list(_remarks(term, changes)), seen)


def _remarks(term: Term, changes: dict[str, Any]) -> Iterator[str]:
    if {"label_en", "label_fr", "label_ht"} & set(changes):
        yield _("Old records show the new words too: change them only if they mean the same.")
    if {"order", "parent"} & set(changes):
        yield _place(term, term.vocabulary)
    if "parent" in changes:
        yield _("Figures of groups count it where it stands then, old records included.")
    if "retired_on" in changes:
        yield (
            _("New records can no longer use it. Records that have it keep it, and show it.")
            if term.retired_on
            else _("New records can use it again.")
        )
        below = term.children.filter(retired_on__isnull=True).count()
        if term.retired_on and below:
            yield ngettext(
                "%(count)s term below it stays on offer.",
                "%(count)s terms below it stay on offer.",
                below,
            ) % {"count": below}
    if changes:
        yield _use(term)


def _place(term: Term, vocabulary: Vocabulary) -> str:
    """Between which terms it would stand."""
    others = vocabulary.terms.exclude(pk=term.pk).filter(retired_on__isnull=True)
    before = others.filter(order__lt=term.order) | others.filter(
        order=term.order, code__lt=term.code
    )
    above = before.order_by("order", "code").last()
    if above is None:
        return _("It stands first in the list.")
    return _("It stands after “%(term)s”.") % {"term": above.label}


def _use(term: Term) -> str:
    if used_often(term):
        return _("%(few)s records or more have it now.") % {"few": FEW}
    return _("No record has it now, or fewer than %(few)s.") % {"few": FEW}


def used_often(term: Term) -> bool:
    """Whether at least FEW rows hold the code, counted no further than that."""
    found = 0
    for model, field in _users_of(term.vocabulary_id):
        listed = isinstance(model._meta.get_field(field), ArrayField)
        wanted = {f"{field}__contains": [term.code]} if listed else {field: term.code}
        found += model._default_manager.filter(**wanted).order_by()[:FEW].count()
    return found >= FEW


def _users_of(vocabulary: str) -> Iterator[tuple[Any, str]]:
    """Models with a field that holds codes of this vocabulary: each says so itself."""
    for model in apps.get_models():
        for field, name in getattr(model, "audit_vocabularies", {}).items():
            if name == vocabulary:
                yield model, field


def _values(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in ("reason", "seen")}


def _told(value: Any) -> Any:
    return value.code if isinstance(value, Term) else value


def _lines(term: Term, changes: dict[str, Any]) -> list[str]:
    """In the words of the event that would be written; the note is not kept there, so only named."""
    event = audit.build(type="term.edited", by=None, target=term, changes=changes)
    return changes_of(event, {})
