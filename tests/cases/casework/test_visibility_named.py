"""A restricted case has one named focal point: others with the role then no longer meet it."""

import pytest

from cases.casework import actions
from cases.casework.models import Case
from cases.reports.models import Report
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_focal_point():
    return make_user("other-focal@office.example", "focal_point")


def test_every_focal_point_meets_a_report_that_waits(report, focal_point, other_focal_point):
    told = report(types=["sexual_assault"])

    for person in (focal_point, other_focal_point):
        assert Report.objects.triable_by(person).filter(pk=told.pk).exists()


def test_only_the_named_one_the_team_and_the_lead_meet_the_case_and_its_reports(
    report, focal_point, other_focal_point, reviewer, lead
):
    told = report(types=["sexual_assault"])
    case = actions.open_case(reports=[told], title="Fictional", by=focal_point)

    def sees(person):
        return (
            Case.objects.visible_to(person).filter(pk=case.pk).exists(),
            Report.objects.triable_by(person).filter(pk=told.pk).exists(),
        )

    assert sees(focal_point) == sees(lead) == (True, True)
    assert sees(other_focal_point) == sees(reviewer) == (False, False)

    actions.unassign(case=case, user=focal_point, by=lead, reason="leaves the office")
    assert sees(other_focal_point) == (True, True)
