"""Once a week officers and leads hear that clearances or training end soon."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from mission.deployment.actions import authorise, record_arrival, review_expiring
from mission.deployment.models import ExpiryReview, readiness_of
from mission.deployment.tasks import review_expiring as weekly
from mission.force.models import State
from mission.vetting.models import Check
from mission.vetting.tasks import expire_due as daily
from oversight.deadlines.models import Notice
from tests.mission.force_of_tests import fit, member, unit_of
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def first_end(vetting_officer, vetting_officer2):
    """One fit member who is there; the day on which the first of what counts ends."""
    today = timezone.localdate()
    person = fit(member("KE-1"), (vetting_officer, vetting_officer2), today)
    authorise(person=person, unit=unit_of(), arrives_on=today, by=vetting_officer)
    record_arrival(
        state=State.objects.get(pk="KE"),
        service_number="KE-1",
        unit_code="KE-1",
        arrived_on=today,
        by=vetting_officer,
    )
    for days in range(1, 800):
        day = timezone.localdate() + timedelta(days=days)
        if readiness_of(vetting_officer, day)[0].expiring[0]:
            return day
    raise AssertionError("nothing ends")


def noon(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def told():
    rows = Notice.objects.filter(kind="ending_soon")
    return set(rows.values_list("recipient__email", flat=True))


def test_officers_and_leads_hear_once_a_week(first_end, vetting_officer, lead, reviewer, ngo):
    review = review_expiring(now=noon(first_end))
    assert review.people == 1
    assert review.week.weekday() == 0
    assert {vetting_officer.email, lead.email} <= told()
    assert not {reviewer.email, ngo.email} & told()
    count = Notice.objects.filter(kind="ending_soon").count()
    assert review_expiring(now=noon(first_end)) is None
    assert Notice.objects.filter(kind="ending_soon").count() == count


def test_the_day_before_nothing_ends_yet(first_end):
    assert review_expiring(now=noon(first_end - timedelta(days=1))).people == 0
    assert not told()


def test_who_has_other_states_is_not_told(first_end):
    other = make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    own = make_user("ke@office.example", "vetting_officer", scope=("contingent", "KE"))
    assert review_expiring(now=noon(first_end)).people == 1
    assert own.email in told()
    assert other.email not in told()


def test_only_who_sees_readiness_sees_that_it_was_looked_at(first_end, reviewer, lead):
    review_expiring(now=noon(first_end))
    assert not ExpiryReview.objects.visible_to(reviewer).exists()
    assert ExpiryReview.objects.visible_to(lead).exists()


def test_a_review_is_never_changed(first_end):
    review_expiring(now=noon(first_end))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE mission_expiryreview SET people = 7")


def test_the_worker_runs_both(first_end):
    weekly()
    weekly()
    assert ExpiryReview.objects.count() == 1
    daily()
    assert not Check.objects.filter(status="expired").exists()
