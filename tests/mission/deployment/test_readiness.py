"""Readiness: who is there on a day, who of them is fit, who is blocked and why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mission.deployment.actions import authorise, close_breach, record_arrival, record_departure
from mission.deployment.columns import readiness_of_states
from mission.deployment.models import readiness_of
from mission.force.actions import move_to_unit
from mission.force.models import State
from mission.vetting.actions import record_concern
from tests.mission.force_of_tests import fit, member, unit_of
from tests.people import make_user

pytestmark = pytest.mark.django_db


def day(count):
    return timezone.localdate() + timedelta(days=count)


@pytest.fixture
def arrived(officers):
    """Somebody fit who came with leave, today, in KE-1."""
    person = fit(member("KE-1"), officers, day(0))
    authorise(person=person, unit=unit_of(), arrives_on=day(0), by=officers[0])
    arrive("KE-1", officers[0])
    return person


def arrive(number, by, *, on=0, unit="KE-1"):
    return record_arrival(
        state=State.objects.get(pk="KE"),
        service_number=number,
        unit_code=unit,
        arrived_on=day(on),
        by=by,
    )


def row_of(user, on=0, unit="KE-1"):
    return next((row for row in readiness_of(user, day(on)) if row.unit.code == unit), None)


def test_who_is_there_and_cleared_is_fit(arrived, lead):
    row = row_of(lead)
    assert (row.strength, row.fit, row.blocked, row.breaches, row.gaps) == (1, 1, 0, 0, ())


def test_who_came_without_leave_is_blocked_and_the_reasons_are_counted(arrived, officers):
    arrive("KE-2", officers[0])
    row = row_of(officers[0])
    assert (row.strength, row.fit, row.blocked, row.breaches) == (2, 1, 1, 1)
    why = {gap.code: gap.people for gap in row.gaps}
    assert why["not_authorised"] == 1
    assert why["check:state_certification"] == 1
    assert why["training:child_protection"] == 1


def test_a_fit_person_without_leave_is_blocked_until_it_is_settled(officers):
    fit(member("KE-1"), officers, day(0))
    breach = arrive("KE-1", officers[0]).breach
    assert row_of(officers[0]).fit == 0
    close_breach(breach=breach, state="regularised", by=officers[1], reason="All is in order.")
    assert row_of(officers[0]).fit == 1


def test_a_concern_blocks_from_its_day_on(officers, lead):
    person = fit(member("KE-1"), officers, day(-5), now=timezone.now() - timedelta(days=5))
    arrive("KE-1", officers[0], on=-3)
    record_concern(
        personnel=person,
        source="outside",
        gravity="grave",
        opened_on=day(0),
        basis="A letter.",
        by=officers[0],
    )
    before, after = row_of(lead, on=-1), row_of(lead)
    assert "clearance_suspended" not in {gap.code for gap in before.gaps}
    assert "clearance_suspended" in {gap.code for gap in after.gaps}


@pytest.mark.parametrize(("on", "there"), [(-11, 0), (-10, 1), (-3, 1), (-2, 0)])
def test_strength_counts_the_day_of_arrival_and_not_that_of_departure(vetting_officer, on, there):
    stay = arrive("KE-2", vetting_officer, on=-10)
    record_departure(arrival=stay, left_on=day(-2), departure="rotation", by=vetting_officer)
    row = row_of(vetting_officer, on=on)
    assert (row.strength if row else 0) == there


def test_somebody_is_counted_in_the_unit_of_that_day(officers):
    stay = arrive("KE-2", officers[0], on=-10)
    other = unit_of("KE", "KE-9")
    move_to_unit(person=stay.personnel, unit=other, on=day(-5), by=officers[0])
    assert row_of(officers[0], on=-6).strength == 1
    assert row_of(officers[0], on=-5) is None
    assert row_of(officers[0], on=-5, unit="KE-9").strength == 1


def test_what_ends_soon_is_counted_in_each_horizon(arrived, lead):
    ends = min(arrived.validities.values_list("expires_on", flat=True))
    shifts = ((29, (1, 1, 1)), (30, (1, 1, 1)), (31, (0, 1, 1)), (61, (0, 0, 1)), (91, (0, 0, 0)))
    for before, expected in shifts:
        on = (ends - timezone.localdate()).days - before
        assert row_of(lead, on=on).expiring == expected, before


def test_a_grant_for_one_contingent_sees_its_units_only(arrived, officers):
    record_arrival(
        state=State.objects.get(pk="SV"),
        service_number="S1",
        unit_code="SV-1",
        arrived_on=day(0),
        by=officers[0],
    )
    other = make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    assert [row.unit.code for row in readiness_of(other, day(0))] == ["SV-1"]


@pytest.mark.parametrize(
    "who", ["reviewer", "focal_point", "ngo", "monitor", "auditor", "administrator", "outsider"]
)
def test_others_read_nothing(request, arrived, who):
    assert readiness_of(request.getfixturevalue(who), day(0)) == []


def test_two_queries_whatever_the_size(officers, django_assert_num_queries):
    for number in range(12):
        arrive(f"KE-{number}", officers[0], unit=f"KE-{number % 4}")
    with django_assert_num_queries(2):
        assert len(readiness_of(officers[0], day(0))) == 4


def test_the_page_of_leads_says_how_each_state_stands(
    arrived, officers, lead, client_of, django_assert_num_queries
):
    arrive("KE-2", officers[0])
    arrive("KE-3", officers[0], unit="KE-2")
    assert lead.held  # read once per request, whatever the page
    with django_assert_num_queries(2):
        table = readiness_of_states(lead)
    [row] = table["rows"]
    assert [cell["value"] for cell in row["cells"]] == [3, 1, 2, 2, 0]
    page = client_of(lead).get("/desk/office/").content.decode()
    breaches = row["cells"][3]["url"]
    assert breaches.replace("&", "&amp;") in page
    listed = client_of(lead).get(breaches).content.decode()
    assert "KE-2" in listed and "KE-3" in listed
