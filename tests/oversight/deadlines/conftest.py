"""Cases as the subjects of clocks."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from cases.casework.models import Case, CaseAccess
from oversight.accounts.models import User
from oversight.deadlines.rules import ZONE
from oversight.subjects import rules as subjects


def at(text: str) -> datetime:
    """An instant in Port-au-Prince."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def people_of(case: Case) -> list[User]:
    rows = CaseAccess.objects.filter(case=case, ended_at__isnull=True).exclude(kind="recused")
    return [row.user for row in rows.select_related("user")]


CASES = subjects.Subject(
    label="cases.case",
    title=lambda case: case.title,
    url=lambda case: f"/cases/{case.reference}/",
    people=people_of,
    worked_by=lambda user: Case.objects.assigned_to(user),
)


@pytest.fixture(autouse=True)
def _cases_are_subjects(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(subjects._subjects, "cases.case", CASES)
    yield


@pytest.fixture
def make_case(lead: User) -> Callable[..., Case]:
    """A case, and who works on it."""

    def make(*workers: User, track: str = "general", reference: str = "") -> Case:
        number = Case.objects.count() + 1
        case = Case.objects.create(
            reference=reference or f"C-TEST-{number:04}",
            title="Ti Jak was beaten in Kafou",
            track=track,
            opened_by=lead,
        )
        for worker in workers:
            assign(case, worker, by=lead)
        return case

    return make


def assign(case: Case, user: User, *, by: User, kind: str = "assigned") -> CaseAccess:
    return CaseAccess.objects.create(case=case, user=user, kind=kind, by=by)


def fresh(user: User) -> Any:
    """The person as the next request meets them."""
    return User.objects.get(pk=user.pk)
