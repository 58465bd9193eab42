"""A small furnished house: cases and reports of every kind, people who may and may not see them."""

from datetime import date

import pytest
from django.db import transaction

from cases.casework.models import Allegation, Case, CaseAccess, CaseReport
from cases.reports.models import Report
from mission.force.models import Contingent
from mission.places.models import Place
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
def furnished(people, monitor, reviewer):
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
    open_case = Case.objects.filter(track="general").order_by("reference")[0]
    CaseAccess.objects.create(case=open_case, user=reviewer, kind="recused", by=monitor)
    return people


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """The house of the matrix, built once for a module, in a transaction that is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
