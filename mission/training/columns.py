"""Training as people read it: the matrix of units and modules, results of a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mission.force.columns.pages import page_of, span
from mission.force.models import Unit, UnitMembership
from mission.training.choices import ChangeState, Result
from mission.training.models import ModuleChangeRequest, TrainingModule, TrainingResult
from oversight.authority.choices import Permission
from oversight.authority.rules import may

RESULT_TONES = {Result.PASSED: "done", Result.FAILED: "overdue", Result.ATTENDED: "info"}
CHANGE_TONES = {
    ChangeState.WAITING: "waiting",
    ChangeState.TAKEN_UP: "done",
    ChangeState.SET_ASIDE: "neutral",
}
SHOWN = 8


@dataclass(frozen=True)
class Cell:
    """How many members of one unit have a pass in one module that counts on the day."""

    module: TrainingModule
    trained: int
    members: int

    @property
    def share(self) -> int:
        """In percent, rounded down: 100 only when everybody has it."""
        return self.trained * 100 // self.members

    @property
    def standing(self) -> str:
        """`all`, `some` or `none`: a word and a sign, beside the number."""
        return "all" if self.trained == self.members else "some" if self.trained else "none"


@dataclass(frozen=True)
class Line:
    """One unit with its members of the day."""

    unit: Unit
    members: int
    cells: tuple[Cell, ...]


def matrix(user: Any, day: date, state: str = "") -> tuple[list[TrainingModule], list[Line]]:
    """Units within reach that have members on that day. Four queries, whatever the size."""
    members = UnitMembership.objects.visible_to(user).on(day).order_by()
    if state:
        members = members.filter(personnel__state=state)
    # One pass of a module counts at a time, and one unit: nobody is counted twice.
    passes = members.filter(
        Q(personnel__training__until_on__isnull=True) | Q(personnel__training__until_on__gte=day),
        personnel__training__result=Result.PASSED,
        personnel__training__from_on__lte=day,
    ).values_list("unit", "personnel__training__module")
    modules = list(TrainingModule.objects.filter(is_retired=False))
    strength = dict(members.values_list("unit").annotate(Count("pk")))
    trained = {(unit, code): count for unit, code, count in passes.annotate(Count("pk"))}
    units = Unit.objects.filter(pk__in=strength).select_related("contingent__state")
    lines = []
    for unit in units.order_by("contingent__state_id", "code"):
        count = strength[unit.pk]
        cells = tuple(Cell(m, trained.get((unit.pk, m.pk), 0), count) for m in modules)
        lines.append(Line(unit, count, cells))
    return modules, lines


def validity_words(row: TrainingResult) -> str:
    passed = row.result == Result.PASSED
    return span(row.from_on, row.until_on) if passed else date_format(row.from_on)


def person_content(person: Any, user: Any, day: date) -> dict[str, Any] | None:
    """The card on the page of a member of the force: each module with how long it counts."""
    if not may(user, Permission.PERSONNEL_SEE, contingents=[person.state_id]):
        return None
    rows = TrainingResult.objects.filter(personnel=person).select_related("module")
    lines = [_of_person(row, day) for row in rows.order_by("module__order", "-from_on", "pk")]
    return {"lines": lines, "empty": _("No result has been recorded.")}


def _of_person(row: TrainingResult, day: date) -> dict[str, Any]:
    counts = row.result != Result.PASSED or row.until_on is None or row.until_on >= day
    words = row.get_result_display() if counts else _("no longer counts")
    tone = RESULT_TONES[Result(row.result)] if counts else "due"
    return {"title": row.module.label, "words": words, "tone": tone, "note": validity_words(row)}


def result_lines(rows: Iterable[TrainingResult]) -> list[dict[str, Any]]:
    """Results of a session: whom by State and number."""
    return [
        {
            "title": row.personnel.reference,
            "url": reverse("admin:mission_personnel_change", args=[row.personnel_id]),
            "words": row.get_result_display(),
            "tone": RESULT_TONES[Result(row.result)],
            "note": validity_words(row),
        }
        for row in rows
    ]


def file_cells(rows: Iterable[TrainingResult]) -> Iterable[list[Any]]:
    for row in rows:
        person = row.personnel
        yield [
            *(person.state_id, person.service_number, row.module_id, row.result),
            *(row.from_on, row.until_on or "", row.evidence),
        ]


def changes_waiting(user: Any) -> list[dict[str, Any]]:
    """Requests to change a module that nobody has decided on, the oldest first."""
    if not may(user, Permission.TRAINING_MANAGE):
        return []
    rows = ModuleChangeRequest.objects.visible_to(user).filter(state=ChangeState.WAITING)
    return [
        {"title": row.module.label, "url": page_of(row), "note": date_format(row.asked_on)}
        for row in rows.select_related("module").order_by(F("asked_on"), "pk")[:SHOWN]
    ]


def change_badge(row: ModuleChangeRequest) -> tuple[Any, str]:
    return capfirst(row.get_state_display()), CHANGE_TONES[ChangeState(row.state)]
