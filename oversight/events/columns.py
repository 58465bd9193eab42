"""Events as rows: sentences with names of the office, records by their reference."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Count, Max
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from oversight.audit.columns import changes_of, people_in
from oversight.audit.models import Event
from oversight.audit.rules import known_types, sentence_of
from oversight.events.rules import (
    NEUTRAL_NAMES,
    PEOPLE_OF_THE_OFFICE,
    SEEING,
    group_of,
    shown_changes,
    shown_reason,
    types_in,
)
from oversight.subjects.rules import find_subject, no_name

Row = dict[str, Any]
Names = dict[tuple[str, str], str]
CHUNK = 1_000
COUNTED = 10_000
# Of the file; they never change their names.
HEADING = (
    *("id", "uid", "at", "type", "group", "sentence", "actor_id", "actor"),
    *("target_kind", "target_id", "record_kind", "record_id", "record"),
    *("reason_length", "reason", "fields", "changes"),
)


def _model(label: str) -> Any:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def naming_field(label: str) -> str:
    """The field by which a kind of record may be named in the log, or ""."""
    model = _model(label)
    if model is None:
        return ""
    if label in PEOPLE_OF_THE_OFFICE:
        return "name"
    fields = {field.name for field in model._meta.concrete_fields}
    return next((name for name in NEUTRAL_NAMES if name in fields), "")


def names_of(records: Iterable[tuple[str, str]]) -> Names:
    """Names of records by kind and id: one query for each kind."""
    wanted: dict[str, set[str]] = {}
    for label, pk in records:
        wanted.setdefault(label, set()).add(pk)
    found: Names = {}
    for label, keys in wanted.items():
        model = _model(label)
        if model is not None:
            rows = model._base_manager.filter(pk__in=[key for key in keys if _is_key(model, key)])
            found |= {(label, str(pk)): str(name) for pk, name in _named(label, rows)}
    return found


def _named(label: str, rows: Any) -> Iterable[tuple[Any, Any]]:
    """Keys and names; a kind without a code of its own by what an e-mail may name."""
    field, subject = naming_field(label), find_subject(label)
    if subject is not None and subject.reference is no_name:
        return []
    if field:
        return list(rows.values_list("pk", field))
    if subject is None:
        return []
    return [(row.pk, subject.reference(row)) for row in rows.select_related()]


def _is_key(model: Any, text: str) -> bool:
    try:
        model._meta.pk.to_python(text)
    except (ValidationError, ValueError):
        return False
    return True


def kind_of(label: str) -> str:
    """A kind of record in the reader's language; one that is gone as it was."""
    model = _model(label)
    return str(capfirst(model._meta.verbose_name)) if model else label


def record_words(label: str, pk: str, names: Names) -> str:
    """Such as "Case C-7K3M-9QXD"; without a name the kind alone, with its number if it is short."""
    name = names.get((label, pk), "") or (pk if pk.isdigit() else "")
    return f"{kind_of(label)} {name}".strip()


class Telling:
    """Words for a page of events, read together: who acted, and what the records are called."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.people = people_in(events)
        self.names = names_of((event.subject_label, event.subject_id) for event in events)
        self.system = _("The system")

    def who(self, event: Event) -> str:
        if not event.actor_id:
            return self.system
        return self.people.get(event.actor_id) or _("Somebody whose account is gone")

    def sentence(self, event: Event) -> str:
        return sentence_of(event.type, self.who(event))

    def record(self, event: Event) -> str:
        return record_words(event.subject_label, event.subject_id, self.names)

    def lines(self, event: Event) -> list[str]:
        told = Event(target_label=event.target_label, changes=shown_changes(event))
        return changes_of(told, self.people)


def rows(events: Sequence[Event]) -> list[Row]:
    """Events for a list."""
    telling = Telling(events)
    return [_row(event, telling) for event in events]


def _row(event: Event, telling: Telling) -> Row:
    return {
        "event": event,
        "sentence": telling.sentence(event),
        "who": telling.who(event),
        "record": telling.record(event),
        "group": group_of(event.type).label,
        "reason": reason_words(event),
        "lines": telling.lines(event),
        "url": reverse("admin:oversight_event_change", args=[event.pk]),
        "who_url": person_url(event.actor_id) if event.actor_id in telling.people else "",
        "record_url": record_url(event.subject_label, event.subject_id),
    }


def person_url(pk: str) -> str:
    return reverse("admin:oversight_event_person", args=[pk])


def record_url(label: str, pk: str) -> str:
    return reverse("admin:oversight_event_record", args=[label, pk])


def reason_words(event: Event) -> str:
    """The reason, or only that there is one: a reason about a case may hold names."""
    shown = shown_reason(event)
    if shown or not event.reason:
        return shown
    text = ngettext(
        "A reason was given (%(count)s sign). It is not shown here.",
        "A reason was given (%(count)s signs). It is not shown here.",
        len(event.reason),
    )
    return text % {"count": len(event.reason)}


def counts_of(events: Any) -> tuple[list[Row], bool]:
    """How many events of each group, among the newest; and whether there were more than those."""
    newest = list(events.order_by("-at", "-id").values_list("type", flat=True)[: COUNTED + 1])
    counts: dict[Any, int] = {}
    for type in newest[:COUNTED]:
        group = group_of(type)
        counts[group] = counts.get(group, 0) + 1
    found = [{"group": g.value, "label": g.label, "count": n} for g, n in counts.items()]
    return sorted(found, key=lambda row: -row["count"]), len(newest) > COUNTED


def who_saw(label: str, pk: str) -> list[Row]:
    """Who read, opened sealed fields of, exported or downloaded a record; the last one first."""
    known = known_types()
    types = [type for group in SEEING for type in types_in(group, known)]
    about = Event.objects.filter(subject_label=label, subject_id=pk, type__in=types)
    counted = (
        about.order_by().values("actor_id", "type").annotate(times=Count("id"), last=Max("at"))
    )
    people: dict[str, Row] = {}
    for line in counted.order_by("-last"):
        entry = people.setdefault(line["actor_id"], {"last": line["last"], "times": {}})
        group = group_of(line["type"])
        entry["times"][group] = entry["times"].get(group, 0) + line["times"]
    names = people_in([Event(actor_id=key) for key in people])
    return [
        {
            "name": names.get(key) or (_("The system") if not key else _("Somebody")),
            "url": person_url(key) if key in names else "",
            "last": entry["last"],
            "what": [f"{group.label}: {times}" for group, times in entry["times"].items()],
        }
        for key, entry in people.items()
    ]


def told(event: Event, telling: Telling) -> dict[str, Any]:
    """One event as it leaves: the same for the file, for lines of JSON and for the API."""
    changes = shown_changes(event)
    return {
        "id": event.pk,
        "uid": str(event.uid),
        "at": event.at.isoformat(),
        "type": event.type,
        "group": group_of(event.type).value,
        "sentence": telling.sentence(event),
        "actor_id": event.actor_id,
        "actor": telling.who(event),
        "target_kind": event.target_label,
        "target_id": event.target_id,
        "record_kind": event.subject_label,
        "record_id": event.subject_id,
        "record": telling.names.get((event.subject_label, event.subject_id), ""),
        "reason_length": len(event.reason),
        "reason": shown_reason(event),
        "changes": changes,
    }


def leaving(events: Any, language: str) -> Iterator[dict[str, Any]]:
    """Every event of the queryset, oldest first, a chunk at a time."""
    found = events.order_by("id").iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        with override(language):
            telling = Telling(chunk)
            lines = [told(event, telling) for event in chunk]
        yield from lines


def file_rows(events: Any, language: str) -> Iterator[list[Any]]:
    """The same as rows of a table, the heading first."""
    yield list(HEADING)
    for line in leaving(events, language):
        line["fields"] = " ".join(sorted(line["changes"]))
        line["changes"] = json.dumps(line["changes"], ensure_ascii=False, sort_keys=True)
        yield [line[name] for name in HEADING]


def json_lines(events: Any, language: str) -> Iterator[str]:
    for line in leaving(events, language):
        yield json.dumps(line, ensure_ascii=False) + "\n"
