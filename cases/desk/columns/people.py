"""Who works on what: overdue clocks by kind and person, and the workload of each."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.models import Case as CaseFile
from cases.casework.models import CaseAccess
from cases.desk.columns.figures import CASES, CLOCKS, REPORTS, Table, begun, day_cell
from cases.reports.models import Report
from cases.triage.filters import UNDECIDED
from oversight.accounts.models import RoleGrant, User
from oversight.authority.rules import ROLES
from oversight.deadlines.choices import Clock, Stage
from oversight.deadlines.models import Deadline
from oversight.subjects.columns import cell, link

NO_TIME = Cast(Value(None), DateTimeField())
# The columns of every part of one question: which part, of whom or what, figures, the first instant.
ROW = ("axis", "key", "name", "a", "b", "c", "first")


def standings() -> QuerySet[CaseAccess]:
    """Who works on a case now."""
    return CaseAccess.objects.filter(kind__in=("assigned", "focal_point"), ended_at__isnull=True)


def _workers(rows: Any, person: str) -> ArraySubquery:
    return ArraySubquery(rows.order_by().values(person).distinct())


def by_person(clocks: Any) -> Any:
    """Clocks grouped by everybody who works on their record; one of two people is in both groups."""
    record = OuterRef("subject_id")
    of_finding = standings().filter(case__allegations__findings=record)
    people = Case(
        When(subject_label="cases.case", then=_workers(standings().filter(case=record), "user")),
        When(subject_label="cases.finding", then=_workers(of_finding, "user")),
        When(
            subject_label="cases.report",
            then=_workers(
                Report.objects.filter(pk=record, assigned_to__isnull=False), "assigned_to"
            ),
        ),
    )
    person = Func(people, function="unnest", output_field=UUIDField())
    return clocks.annotate(person=person).values("person")


def _part(
    rows: Any,
    axis: str,
    key: Any,
    name: Any = "",
    *,
    a: Any = 0,
    b: Any = 0,
    c: Any = 0,
    first: Any = NO_TIME,
) -> Any:
    """One part of a question, in the columns all parts share."""

    def number(value: Any) -> Any:
        return Value(value, output_field=IntegerField()) if isinstance(value, int) else value

    def text(value: Any) -> Any:
        return Value(value, output_field=CharField()) if isinstance(value, str) else value

    found = rows.annotate(axis=text(axis), key=key, name=Cast(text(name), TextField()))
    return found.annotate(a=number(a), b=number(b), c=number(c), first=first).values_list(*ROW)


def _staff() -> Any:
    """Everybody who may work on records today, by name."""
    roles = [role.code for role in ROLES.values() if role.sees_cases]
    grants = RoleGrant.objects.running(timezone.localdate()).filter(role__in=roles)
    people = User.objects.active().filter(pk__in=grants.values("user")).order_by()
    return _part(people.values("pk"), "staff", Cast("pk", TextField()), F("name"))


def overdue(user: Any) -> Table:
    """Overdue clocks by kind, then by who works on the record."""
    late = Deadline.objects.visible_to(user).overdue(timezone.now()).order_by()
    escalated = Q(stage=Stage.ESCALATION)
    figures = {
        "a": Count("pk"),
        "b": Count("pk", filter=escalated),
        "c": Count("pk", filter=escalated & Q(taken_up_at=None)),
        "first": Min("due_at"),
    }
    kinds = _part(late.values("clock"), "kind", Cast("clock", TextField()), **figures)
    people = _part(by_person(late), "person", Cast("person", TextField()), **figures)
    rows = list(kinds.union(people, _staff(), all=True))
    names = {key: name for axis, key, name, *_figures in rows if axis == "staff"}
    counted = sorted(
        (row for row in rows if row[0] != "staff"), key=lambda row: (row[0], -row[3], row[1])
    )
    return {
        "corner": _("Clock or person"),
        "columns": [_("Overdue"), _("Escalated"), _("Nobody has it"), _("Oldest")],
        "rows": [_overdue_row(row, names) for row in counted],
        "empty": _("Nothing is overdue."),
        "note": _("A clock of a record on which two people work is counted for both."),
    }


def _overdue_row(row: tuple[Any, ...], names: dict[str, str]) -> Table:
    axis, key, _name, count, up, loose, first = row
    if axis == "kind":
        label, by = begun(Clock(key).label), {"clock__exact": key}
    else:
        label, by = names.get(key, _("no longer in the office")), {"person": key}
    return {
        "label": label,
        "url": link(CLOCKS, state="overdue", **by),
        "group": axis,
        "cells": [
            cell(count, link(CLOCKS, state="overdue", **by), "overdue"),
            cell(up, link(CLOCKS, state="escalated", **by)),
            cell(loose, link(CLOCKS, state="not_taken_up", **by), "due"),
            day_cell(first),
        ],
    }


def workload(user: Any) -> Table:
    """Who has how much, of what the reader may see."""
    now = timezone.now()
    clocks = Deadline.objects.visible_to(user).running().filter(paused_at__isnull=True).order_by()
    seen = CaseFile.objects.visible_to(user).open().order_by()
    cases = standings().filter(case__in=seen.values("pk")).order_by()
    given = Report.objects.triable_by(user).filter(status__in=UNDECIDED).order_by()
    parts = (
        _part(cases.values("user"), "cases", Cast("user", TextField()), a=Count("pk")),
        _part(
            given.filter(assigned_to__isnull=False).values("assigned_to"),
            "reports",
            Cast("assigned_to", TextField()),
            a=Count("pk"),
        ),
        _part(
            by_person(clocks),
            "clocks",
            Cast("person", TextField()),
            a=Count("pk", filter=Q(due_at__lte=now)),
            first=Min("due_at", filter=Q(due_at__gt=now)),
        ),
    )
    found: dict[str, dict[str, Any]] = {}
    for axis, key, name, count, _b, _c, first in _staff().union(*parts, all=True):
        person = found.setdefault(key, {"name": _("no longer in the office"), "next": None})
        if axis == "staff":
            person["name"] = name
        else:
            person[axis] = count
            person["next"] = first or person["next"]
    most = max((person.get("cases", 0) for person in found.values()), default=0)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1].get("cases", 0), pair[1]["name"]))
    return {
        "corner": _("Person"),
        "columns": [_("Cases that are open"), _("Reports given"), _("Overdue"), _("Next due")],
        "rows": [_work_row(key, person, most) for key, person in ordered],
        "empty": _("Nobody can be given work yet."),
    }


def _work_row(key: str, person: dict[str, Any], most: int) -> Table:
    cases = person.get("cases", 0)
    here: datetime | None = person["next"]
    return {
        "label": person["name"],
        "url": link(CASES, tab="open", assigned=key),
        "bar": 100 * cases // most if most else 0,
        "cells": [
            cell(cases, link(CASES, tab="open", assigned=key)),
            cell(
                person.get("reports", 0), link(REPORTS, tab="all", assigned=key, undecided="True")
            ),
            cell(person.get("clocks", 0), link(CLOCKS, state="overdue", person=key), "overdue"),
            day_cell(here),
        ],
    }
