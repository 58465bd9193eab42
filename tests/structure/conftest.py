"""A small furnished house: cases and reports of every kind, people who may and may not see them."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from cases.casework.models import (
    Allegation,
    Case,
    CaseAccess,
    CaseConcern,
    CaseProtection,
    CaseReport,
    Finding,
)
from cases.reports.models import Report
from mission.force.models import Contingent, Personnel, State
from mission.places.models import Place
from mission.vetting.models import Concern
from oversight.sealing.rules import Sealed
from tests.people import make_user
from tests.structure.matrix.furniture import build

# Its failures say what was compared, as those of a test module do.
pytest.register_assert_rewrite("tests.structure.matrix.checks")

TRACKS = ("general", "death", "sea", "child")


def add_case(number, track, place, contingent, filed_by):
    """One case with one report and one allegation, written straight into the tables."""
    case = Case.objects.create(
        reference=f"C-{number:04}", title="-", track=track, place=place, opened_by=filed_by
    )
    report = Report.objects.create(
        reference=f"R-{number:04}",
        channel="web",
        filed_by=filed_by,
        fingerprint=str(number),
        track=track,
        place=place,
        occurred_from=date(2025, 3, 2),
        date_precision="day",
        types=["arbitrary_detention"],
    )
    CaseReport.objects.create(case=case, report=report, added_by=filed_by)
    Allegation.objects.create(
        case=case,
        type="arbitrary_detention",
        affiliation="mission_personnel",
        contingent=contingent,
        added_by=filed_by,
    )
    return case


def add_concern(case, proposed_by, decided_by):
    """A concern that came of the case, and what was said of protection."""
    state = State.objects.get(pk="KE")
    person = Personnel.objects.create(state=state, service_number=case.reference[2:])
    allegation = case.allegations.get()
    finding = Finding.objects.create(
        allegation=allegation,
        status="adopted",
        outcome="substantiated",
        standard_of_proof="clear_and_convincing",
        reasoning="-",
        proposed_by=proposed_by,
        decided_by=decided_by,
        decided_at=timezone.now(),
    )
    concern = Concern.objects.create(
        personnel=person, source="case", gravity="other", opened_on=date(2025, 3, 9)
    )
    passed = CaseConcern.objects.create(allegation=allegation, finding=finding, concern=concern)
    CaseProtection.objects.create(
        about=passed,
        may_tell=True,
        grounds=Sealed.of("-"),
        state="waiting",
        assessed_by=proposed_by,
    )


@pytest.fixture
def people(everybody):
    """One person per role, and the narrowed ones."""
    return everybody | {
        "reviewer of one department": make_user(
            "west@office.example", "reviewer", scope=("department", "HT01")
        ),
        "lead for one contingent": make_user(
            "ke@office.example", "lead", scope=("contingent", "KE")
        ),
        "reviewer from Kenya": make_user("kenyan@office.example", "reviewer", state="KE"),
    }


@pytest.fixture
def furnished(people, monitor, reviewer, lead):
    """Cases on four tracks, in two departments and nowhere, about one contingent and about none."""
    places = [
        Place.objects.filter(pcode__startswith="HT01").first(),
        Place.objects.filter(pcode__startswith="HT05").first(),
        None,
    ]
    contingents = [Contingent.objects.filter(state__code="KE").first(), None]
    number = 0
    for track in TRACKS:
        for place in places:
            for contingent in contingents:
                number += 1
                add_case(number, track, place, contingent, monitor)
    sea = Case.objects.filter(track="sea").order_by("reference")
    CaseAccess.objects.create(case=sea[0], user=reviewer, kind="assigned", by=monitor)
    for case in (sea[0], Case.objects.filter(track="general").order_by("reference")[2]):
        add_concern(case, reviewer, lead)
    open_case = Case.objects.filter(track="general").order_by("reference")[0]
    CaseAccess.objects.create(case=open_case, user=reviewer, kind="recused", by=monitor)
    return people


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """The house of the matrix, built once for a module, in a transaction that is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
