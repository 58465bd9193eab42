"""What lists of notices and clocks show."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from oversight.deadlines.models import Deadline, Notice
from oversight.subjects.rules import Subject, registered

SHOWN = 20


def visible_records(pairs: Iterable[tuple[str, Any]], user: Any) -> dict[tuple[str, Any], Any]:
    """The records among (kind, id) pairs that the person may see now; one query per kind."""
    wanted: dict[str, set[Any]] = defaultdict(set)
    for label, pk in pairs:
        wanted[label].add(pk)
    found = {}
    for kind in registered():
        if keys := wanted.get(kind.label):
            rows = kind.model.objects.visible_to(user).filter(pk__in=keys)
            found |= {(kind.label, row.pk): row for row in rows}
    return found


def _kinds() -> dict[str, Subject]:
    return {kind.label: kind for kind in registered()}


def name_of(kind: Subject, record: Any) -> str:
    """The reference when there is one: lists on a phone say no more."""
    return kind.reference(record) or kind.title(record)


def notice_rows(notices: Sequence[Notice], user: Any) -> list[dict[str, Any]]:
    """Notices with the name and address of what they are about; without what has been closed off."""
    records = visible_records(((n.subject_label, n.subject_id) for n in notices), user)
    kinds = _kinds()
    rows = []
    for notice in notices:
        record = records.get((notice.subject_label, notice.subject_id))
        if record is not None:
            kind = kinds[notice.subject_label]
            rows.append(
                {
                    "notice": notice,
                    "name": name_of(kind, record),
                    "url": kind.link(record, user),
                    "clock": notice.deadline.rule.label if notice.deadline else "",
                }
            )
    return rows


def work_rows(user: Any) -> list[dict[str, Any]]:
    """The next clocks of what the person works on, for "your work"."""
    clocks = Deadline.objects.of_person(user).running().filter(paused_at__isnull=True)
    clocks = clocks.select_related("rule").order_by("due_at")[:SHOWN]
    records = visible_records(((c.subject_label, c.subject_id) for c in clocks), user)
    kinds, now = _kinds(), timezone.now()
    return [
        {
            "title": name_of(kinds[clock.subject_label], record),
            "url": kinds[clock.subject_label].link(record, user),
            "note": clock.rule.label,
            "due": clock.due_at,
            "overdue": clock.due_at <= now,
        }
        for clock in clocks
        if (record := records.get((clock.subject_label, clock.subject_id)))
    ]


def unread_count(user: Any) -> int:
    """How many notices the person has not read."""
    return Notice.objects.visible_to(user).unread().count()
