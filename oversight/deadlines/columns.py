"""What lists of notices and clocks show."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oversight.audit import actions as audit
from oversight.audit.columns import changes_of
from oversight.authority.choices import Permission
from oversight.authority.rules import ROLES
from oversight.deadlines.actions import Preview
from oversight.deadlines.choices import Unit
from oversight.deadlines.models import Deadline, DeadlineRule, Extension, Notice, OfficeDay
from oversight.deadlines.rules import public_holidays
from oversight.subjects.rules import Subject, WorkPanel, find_subject, register_panel, registered
from oversight.vocabularies.rules import current_language

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


def attach_records(clocks: Any, reader: Any) -> None:
    """Name and address of each clock's record, on the row: an admin class serves many readers."""
    records = visible_records(((c.subject_label, c.subject_id) for c in clocks), reader)
    for clock in clocks:
        record = records.get((clock.subject_label, clock.subject_id))
        kind = find_subject(clock.subject_label)
        if record is not None and kind is not None:
            clock.about = (name_of(kind, record), kind.link(record, reader))


def with_requests(clocks: Any) -> Any:
    """Each clock with the request for more time that waits, as `waiting_extensions`."""
    waiting = Extension.objects.waiting().select_related("asked_by")
    return clocks.prefetch_related(
        Prefetch("extensions", queryset=waiting, to_attr="waiting_extensions")
    )


def extension_rows(user: Any) -> list[dict[str, Any]]:
    """Requests of others for more time, oldest first, for "your work"."""
    rows = Extension.objects.to_decide(user).select_related("deadline__rule", "asked_by")
    rows = list(rows.order_by("asked_at", "pk")[:SHOWN])
    attach_records([row.deadline for row in rows], user)
    return [
        {
            "title": row.deadline.about[0],
            "url": row.deadline.about[1],
            "note": _("%(who)s asks for more time: %(clock)s")
            % {"who": row.asked_by.name, "clock": row.deadline.rule.label},
            "due": row.deadline.due_at,
        }
        for row in rows
        if hasattr(row.deadline, "about")
    ]


def length(amount: int | None, unit: str) -> str:
    """A length of time in words; empty when there is none."""
    return "" if amount is None else f"{amount} {Unit(unit).label}"


def rule_facts(rule: DeadlineRule) -> list[tuple[Any, Any]]:
    """The terms of a rule in words."""
    longest = length(rule.extend_amount, rule.extend_unit) or _("no limit")
    return [
        (_("Clock"), capfirst(rule.get_clock_display())),
        (_("Track"), rule.get_track_display() if rule.track else _("any")),
        (_("Takes"), length(rule.amount, rule.unit)),
        (_("Warns before"), length(rule.warn_amount, rule.warn_unit) or _("never")),
        (_("Told when nobody works on it"), ROLES[rule.unassigned_to].name),
        (_("Escalates after"), length(rule.escalate_amount, rule.escalate_unit) or _("never")),
        (_("Escalates to"), ROLES[rule.escalate_to].name),
        (_("Extended at most so many times"), str(rule.extend_times)),
        (_("Each time by at most"), longest),
        (_("Standing"), rule.get_status_display()),
        (_("Source"), rule.source),
        (_("Active"), _("yes") if rule.is_active else _("no")),
    ]


@dataclass(frozen=True)
class Effect:
    """A preview in words, for one reader: counts and samples hold only what they may see."""

    lines: list[str]
    concerned: int
    moved: int
    overdue: int
    sample: list[dict[str, Any]]
    seen: str


SAMPLE = 10


def effect(row: Any, found: Preview, reader: Any, now: datetime) -> Effect:
    """What a change of a rule or a day would do."""
    event = audit.build(type="deadline_rule.edited", by=None, target=row, changes=found.changes)
    keys = [move.clock.pk for move in found.moves]
    seen = set(Deadline.objects.visible_to(reader).filter(pk__in=keys).values_list("pk", flat=True))
    moves = [move for move in found.moves if move.clock.pk in seen]
    moving = sorted((m for m in moves if m.moves), key=lambda m: (m.before, m.clock.pk))
    shown = [move.clock for move in moving[:SAMPLE]]
    attach_records(shown, reader)
    return Effect(
        lines=changes_of(event, {}),
        concerned=len(moves),
        moved=len(moving),
        overdue=sum(move.becomes_overdue(now) for move in moving),
        sample=[
            {
                "name": getattr(move.clock, "about", ("–", ""))[0],
                "clock": move.clock.rule.label,
                "before": move.before,
                "after": move.clock.due_at,
            }
            for move in moving[:SAMPLE]
        ],
        seen=found.seen,
    )


def year_of(year: int, office: Any) -> list[dict[str, Any]]:
    """Every day of a year that is not an ordinary one: public holidays and the office's own."""
    public = public_holidays(year, current_language())
    own: dict[date, OfficeDay] = {row.day: row for row in office.filter(day__year=year)}
    return [
        {
            "day": day,
            "name": own[day].label if day in own else public[day],
            "public": public.get(day, ""),
            "own": own.get(day),
            "worked": day in own and own[day].is_worked,
            "past": day < timezone.localdate(),
        }
        for day in sorted({*public, *own})
    ]


def register_clocks() -> None:
    """What "your work" shows of clocks; called by the app's configuration."""
    working = frozenset({Permission.CASE_SEE, Permission.REPORT_TRIAGE})
    clocks = "admin:oversight_deadline_changelist"
    register_panel("clocks", WorkPanel(gettext_lazy("Due next"), work_rows, working, 10, clocks))
    register_panel(
        "extensions",
        WorkPanel(
            gettext_lazy("Extensions to approve"),
            extension_rows,
            frozenset({Permission.DEADLINE_MANAGE}),
            36,
            f"{clocks}?state=asked",
        ),
    )
