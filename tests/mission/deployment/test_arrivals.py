"""Arrivals are facts: none is refused; one that was not authorised is a breach with a clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mission.deployment.actions import (
    authorise,
    close_breach,
    record_arrival,
    record_departure,
)
from mission.deployment.models import Arrival, Breach
from mission.force.models import Personnel, State, Unit
from mission.vetting.models import Concern
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Deadline, Notice
from tests.mission.force_of_tests import cleared, fit, member, required_schemes, trained, unit_of
from tests.people import make_user
from tests.together import outcomes

pytestmark = pytest.mark.django_db


def day(count):
    return timezone.localdate() + timedelta(days=count)


def arrive(number, by, *, on=0, state="KE", unit="KE-1", **more):
    return record_arrival(
        state=State.objects.get(pk=state),
        service_number=number,
        unit_code=unit,
        arrived_on=day(on),
        by=by,
        **more,
    )


def test_who_was_authorised_arrives_without_a_breach(officers):
    person = fit(member("KE-1"), officers, day(-5))
    allowed = authorise(person=person, unit=unit_of(), arrives_on=day(0), by=officers[0])
    arrival = arrive("ke-1 ", officers[0])
    assert arrival.authorisation == allowed
    assert not Breach.objects.exists()


@pytest.mark.parametrize(("shift", "covered"), [(-3, True), (3, True), (4, False)])
def test_an_authorisation_covers_a_day_near_its_own(officers, shift, covered):
    person = fit(member("KE-1"), officers, day(-5))
    if shift >= 0:
        authorise(person=person, unit=unit_of(), arrives_on=day(shift), by=officers[0])
        arrival = arrive("KE-1", officers[0])
    else:
        authorise(person=person, unit=unit_of(), arrives_on=day(0), by=officers[0])
        arrival = arrive("KE-1", officers[0], on=0)
    assert bool(arrival.authorisation) == covered
    assert Breach.objects.exists() != covered


def test_nobody_is_refused_and_what_is_missing_is_written_down(officers):
    arrival = arrive("KE-2", officers[0], unit="NEW-1")
    breach = arrival.breach
    assert breach.missing[0] == "not_authorised"
    assert "check:state_certification" in breach.missing
    assert Personnel.objects.get(state="KE", service_number="KE-2").name is None
    assert Unit.objects.filter(contingent__state="KE", code="NEW-1").exists()
    clock = Deadline.objects.get(subject_id=breach.pk)
    assert (clock.clock, clock.met_at) == ("breach_review", None)


def test_the_other_officers_and_the_leads_are_told(officers, lead, reviewer):
    arrival = arrive("KE-2", officers[0])
    told = Notice.objects.filter(subject_id=arrival.breach.pk, kind="breach_opened")
    assert {notice.recipient for notice in told} == {officers[1], lead}


def test_the_same_arrival_again_is_the_same(officers):
    first = arrive("KE-2", officers[0])
    events = Event.objects.count()
    assert arrive("KE-2", officers[0]) == first
    assert Event.objects.count() == events


def test_who_is_seen_to_arrive_again_must_have_left(officers):
    first = arrive("KE-2", officers[0], on=-100)
    second = arrive("KE-2", officers[0], on=-10, unit="KE-9")
    first.refresh_from_db()
    assert (first.left_on, first.departure) == (second.arrived_on, "not_observed")
    assert second.left_on is None


def test_an_arrival_entered_late_ends_where_the_next_begins(officers):
    later = arrive("KE-2", officers[0], on=-10)
    earlier = arrive("KE-2", officers[0], on=-100)
    assert (earlier.left_on, earlier.departure) == (later.arrived_on, "not_observed")
    later.refresh_from_db()
    assert later.left_on is None


def test_a_day_in_the_future_is_no_observation(vetting_officer):
    with pytest.raises(RuleBroken):
        arrive("KE-2", vetting_officer, on=1)


@pytest.mark.parametrize("who", ["reviewer", "lead", "auditor", "administrator", "ngo", "monitor"])
def test_others_record_nothing(request, who):
    with pytest.raises(NotPermitted):
        arrive("KE-2", request.getfixturevalue(who))
    assert not Personnel.objects.filter(service_number="KE-2").exists()


def test_an_officer_of_another_contingent_records_nothing(db):
    other = make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    with pytest.raises(NotPermitted):
        arrive("KE-2", other)


def test_a_departure_ends_the_breach_and_its_clock(officers):
    arrival = arrive("KE-2", officers[0], on=-3)
    record_departure(arrival=arrival, left_on=day(-1), departure="end_of_tour", by=officers[0])
    breach = Breach.objects.get(arrival=arrival)
    assert breach.state == "left"
    assert Deadline.objects.get(subject_id=breach.pk).met_at
    with pytest.raises(Conflict):
        record_departure(arrival=arrival, left_on=day(0), departure="medical", by=officers[0])


@pytest.mark.parametrize(("left", "how"), [(-9, "medical"), (1, "medical"), (0, "not_observed")])
def test_departures_that_cannot_be_are_refused(vetting_officer, left, how):
    arrival = arrive("KE-2", vetting_officer, on=-3)
    with pytest.raises(RuleBroken):
        record_departure(arrival=arrival, left_on=day(left), departure=how, by=vetting_officer)


def test_a_disciplinary_repatriation_stops_the_clearance_at_once(officers):
    person = fit(member("KE-1"), officers, day(-5))
    arrival = arrive("KE-1", officers[0], on=-1)
    record_departure(arrival=arrival, left_on=day(0), departure="disciplinary", by=officers[0])
    person.refresh_from_db()
    assert person.status == "repatriated"
    assert Concern.objects.get(personnel=person).source == "repatriation"
    assert set(person.checks.values_list("status", flat=True)) == {"suspended"}


def test_a_breach_is_regularised_only_once_all_is_in_order(officers):
    member("KE-2")
    breach = arrive("KE-2", officers[0]).breach
    with pytest.raises(Conflict):
        close_breach(breach=breach, state="regularised", by=officers[0], reason="It is fine.")
    person = Personnel.objects.get(service_number="KE-2")
    for scheme in required_schemes():
        cleared(scheme, person, officers)
    trained(person, officers[0], day(0))
    close_breach(breach=breach, state="regularised", by=officers[0], reason="Cleared today.")
    assert Deadline.objects.get(subject_id=breach.pk).met_at


@pytest.mark.django_db(transaction=True)
def test_two_people_who_record_one_arrival_make_one(officers):
    assert outcomes(lambda: arrive("KE-2", officers[0]), lambda: arrive("KE-2", officers[1])) == [
        "done",
        "done",
    ]
    assert Arrival.objects.count() == 1
    assert Breach.objects.count() == 1
