"""The gate: no authorisation without its permit, by whatever path."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from mission.deployment.actions import ask_override, authorise, decide_override, withdraw
from mission.deployment.models import Authorisation, Permit
from mission.deployment.rules import GateClosed
from mission.vetting.actions import record_concern
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from tests.mission.force_of_tests import fit, member, unit_of
from tests.people import make_user
from tests.together import outcomes

pytestmark = pytest.mark.django_db


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


@pytest.fixture
def ready(officers):
    return fit(member("KE-1"), officers, in_days(-5))


def permit(person, by, *, on=None, unit=None, **more):
    return authorise(
        person=person, unit=unit or unit_of(), arrives_on=on or in_days(3), by=by, **more
    )


def test_who_is_cleared_and_trained_is_authorised_with_a_permit(ready, vetting_officer):
    row = permit(ready, vetting_officer)
    assert (row.state, row.permit.basis) == ("valid", "cleared")
    same = (row.permit.personnel_id, row.permit.unit_id, row.permit.arrives_on)
    assert same == (ready.pk, row.unit_id, row.arrives_on)


def test_each_missing_thing_is_named(vetting_officer):
    with pytest.raises(GateClosed) as refused:
        permit(member("KE-2"), vetting_officer)
    pointers = {broken.pointer for broken in refused.value.found}
    assert "/clearances/state_certification" in pointers
    assert "/trainings/child_protection" in pointers
    # What is due only some time after arrival is not asked for before.
    assert "/clearances/re_vetting" not in pointers
    assert refused.value.status == 409
    assert not Permit.objects.exists()


def test_the_day_of_arrival_decides_not_today(ready, vetting_officer):
    """A check valid for a year does not cover an arrival after its end."""
    permit(ready, vetting_officer, on=in_days(300))
    with pytest.raises(GateClosed):
        permit(ready, vetting_officer, on=in_days(400))


def test_the_last_day_of_a_clearance_still_counts(ready, vetting_officer):
    before = ready.training.filter(module__requirements__grace_days=0)
    last = before.earliest("expires_on").expires_on
    permit(ready, vetting_officer, on=last)
    with pytest.raises(GateClosed):
        permit(ready, vetting_officer, on=last + timedelta(days=1))


@pytest.mark.parametrize(
    "who", ["reviewer", "lead", "focal_point", "auditor", "administrator", "ngo", "monitor"]
)
def test_others_authorise_nobody(request, ready, who):
    with pytest.raises(NotPermitted):
        permit(ready, request.getfixturevalue(who))


def test_an_officer_of_another_contingent_authorises_nobody(ready):
    other = make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    with pytest.raises(NotPermitted):
        permit(ready, other)


def test_a_unit_of_another_state_and_a_past_day_are_refused(ready, vetting_officer):
    with pytest.raises(RuleBroken):
        permit(ready, vetting_officer, unit=unit_of("SV", "SV-1"))
    with pytest.raises(RuleBroken):
        permit(ready, vetting_officer, on=in_days(-1))


def test_one_valid_authorisation_for_a_day(ready, vetting_officer):
    first = permit(ready, vetting_officer)
    with pytest.raises(Conflict):
        permit(ready, vetting_officer)
    withdraw(authorisation=first, by=vetting_officer, reason="The flight was cancelled.")
    assert permit(ready, vetting_officer).state == "valid"


# By two people, and published without the person.


def ask(person, by, **more):
    given = {
        "person": person,
        "unit": unit_of(),
        "arrives_on": in_days(3),
        "public_reason": "A doctor was needed.",
        "reason": "The only surgeon.",
        "by": by,
    }
    return ask_override(**{**given, **more})


def test_an_exception_takes_two_people(officers):
    first, second = officers
    person = member("KE-2")
    asked = ask(person, first)
    assert "check:state_certification" in asked.missing
    with pytest.raises(Conflict):
        permit(person, first, override=asked)
    with pytest.raises(NotPermitted):
        decide_override(override=asked, approved=True, by=first)
    approved = decide_override(override=asked, approved=True, by=second)
    row = permit(person, first, override=approved)
    assert row.permit.basis == "override"


def test_a_lead_may_be_the_second_person(vetting_officer, lead):
    asked = ask(member("KE-2"), vetting_officer)
    assert decide_override(override=asked, approved=True, by=lead).state == "approved"


def test_a_refused_exception_opens_nothing(officers):
    person = member("KE-2")
    asked = ask(person, officers[0])
    decide_override(override=asked, approved=False, by=officers[1], reason="No.")
    with pytest.raises(Conflict):
        permit(person, officers[0], override=asked)


def test_an_exception_serves_one_person_one_unit_one_day_once(officers):
    person = member("KE-2")
    approved = decide_override(override=ask(person, officers[0]), approved=True, by=officers[1])
    with pytest.raises(Conflict):
        permit(person, officers[0], override=approved, on=in_days(4))
    with pytest.raises(Conflict):
        permit(member("KE-3"), officers[0], override=approved)
    row = permit(person, officers[0], override=approved)
    withdraw(authorisation=row, by=officers[0], reason="Not needed any more.")
    with pytest.raises(Conflict):
        permit(person, officers[0], override=approved)


def test_an_exception_does_not_cover_what_came_up_since(officers):
    person = member("KE-2")
    approved = decide_override(override=ask(person, officers[0]), approved=True, by=officers[1])
    record_concern(
        personnel=person,
        source="outside",
        gravity="grave",
        opened_on=in_days(0),
        basis="A letter.",
        by=officers[0],
    )
    with pytest.raises(GateClosed):
        permit(person, officers[0])
    wrong = _permit_of(person, unit_of(), in_days(3), basis="override", override=approved)
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save(force_insert=True)


def test_what_is_published_does_not_name_the_number(officers):
    with pytest.raises(RuleBroken):
        ask(member("KE-4711"), officers[0], public_reason="For ke-4711, a doctor.")


def test_no_exception_where_nothing_is_missing(ready, vetting_officer):
    with pytest.raises(Conflict):
        ask(ready, vetting_officer)


# By hand, in the database.


def _permit_of(person, unit, on, **more):
    given = {"personnel": person, "unit": unit, "arrives_on": on, "basis": "cleared"}
    return Permit(**{**given, **more})


def test_the_database_writes_no_permit_for_who_is_not_cleared(vetting_officer):
    person = member("KE-2")
    with pytest.raises(IntegrityError), transaction.atomic():
        _permit_of(person, unit_of(), in_days(3)).save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Permit.objects.bulk_create([_permit_of(person, unit_of(), in_days(3))])


def test_the_database_writes_no_permit_on_an_exception_that_waits(officers):
    person = member("KE-2")
    asked = ask(person, officers[0])
    wrong = _permit_of(person, unit_of(), in_days(3), basis="override", override=asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save(force_insert=True)


def test_the_database_writes_no_authorisation_beside_its_permit(ready, vetting_officer):
    row = permit(ready, vetting_officer)
    withdraw(authorisation=row, by=vetting_officer, reason="No.")
    other = member("KE-2")
    for changed in (
        {"personnel": other},
        {"arrives_on": in_days(9)},
        {"unit": unit_of("KE", "KE-9")},
    ):
        copy = {
            "personnel": ready,
            "unit": row.unit,
            "arrives_on": row.arrives_on,
            "permit": row.permit,
            "authorised_by": vetting_officer,
            **changed,
        }
        Authorisation.objects.filter(pk=row.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            Authorisation.objects.bulk_create([Authorisation(**copy)])
        with pytest.raises(IntegrityError), transaction.atomic():
            Authorisation.objects.filter(pk=row.pk).update(**changed)
            connection.check_constraints()


def test_a_permit_is_never_changed(ready, vetting_officer):
    row = permit(ready, vetting_officer)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Permit.objects.filter(pk=row.permit_id).update(arrives_on=in_days(9))


@pytest.mark.django_db(transaction=True)
def test_a_concern_and_an_authorisation_at_once_never_leave_one_standing(
    vetting_officer, vetting_officer2
):
    """Whichever comes first: nobody with a standing concern stays authorised."""
    person = fit(member("KE-1"), (vetting_officer, vetting_officer2), in_days(-5))

    def let_in():
        try:
            permit(person, vetting_officer)
        except (GateClosed, Conflict):
            return

    def doubt():
        record_concern(
            personnel=person,
            source="outside",
            gravity="grave",
            opened_on=timezone.localdate(),
            basis="A letter.",
            by=vetting_officer2,
        )

    outcomes(let_in, doubt)
    assert not Authorisation.objects.filter(state="valid").exists()
