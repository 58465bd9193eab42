"""What an adopted finding does to a clearance, and what a later one gives back."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.casework import actions
from cases.casework.models import CaseConcern, Finding
from cases.casework.rules import gravity_of
from mission.vetting.models import Concern
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted
from oversight.deadlines.models import Deadline
from tests.mission.force_of_tests import member
from tests.together import outcomes

pytestmark = pytest.mark.django_db


def clock_of(case):
    return Deadline.objects.of_subject(case).filter(clock="protection_assessment")


def test_an_adopted_finding_suspends_at_once(adopted, accused):
    finding = adopted()
    concern = Concern.objects.get(personnel=accused)
    assert (concern.source, concern.suspends, concern.opened_on) == (
        "case",
        True,
        timezone.localdate(),
    )
    assert set(accused.checks.values_list("status", flat=True)) == {"suspended"}
    passed = CaseConcern.objects.get()
    assert (passed.finding, passed.allegation) == (finding, finding.allegation)
    assert clock_of(finding.allegation.case).running().exists()


@pytest.mark.parametrize("outcome", ["unsubstantiated", "unfounded", "withdrawn", "referred"])
def test_another_outcome_says_nothing_to_vetting(adopted, outcome):
    adopted(outcome=outcome)
    assert not Concern.objects.exists()
    assert not CaseConcern.objects.exists()


def test_partly_substantiated_suspends_too_and_so_does_what_is_not_grave(
    adopted, alleged, proposed, investigated, reviewer, other_reviewer, accused
):
    case = investigated(by=reviewer)
    allegation = alleged(case, reviewer, type="traffic_accident", personnel=accused)
    finding = proposed(case, reviewer, allegation=allegation, outcome="partly_substantiated")
    actions.adopt(finding=finding, by=other_reviewer)
    concern = Concern.objects.get()
    assert (concern.gravity, concern.suspends) == ("other", True)


def test_nothing_happens_where_nobody_is_named_or_the_finding_is_returned(
    adopted, investigated, proposed, alleged, accused, reviewer, other_reviewer
):
    adopted(personnel=None)
    case = investigated(by=reviewer)
    allegation = alleged(case, reviewer, personnel=accused)
    finding = proposed(case, reviewer, allegation=allegation)
    actions.return_finding(finding=finding, by=other_reviewer, reason="Which day?")
    assert not Concern.objects.exists()


@pytest.mark.parametrize(
    ("severity", "types", "gravity"),
    [
        ("low", {"life", "unlawful_killing"}, "grave"),
        ("low", {"sexual", "sexual_harassment"}, "grave"),
        ("grave", {"conduct", "contraband"}, "grave"),
        ("moderate", {"integrity", "torture"}, "grave"),
        ("moderate", {"integrity", "assault"}, "serious"),
        ("serious", {"conduct", "contraband"}, "serious"),
        ("moderate", {"conduct", "traffic_accident"}, "other"),
        ("moderate", set(), "other"),
    ],
)
def test_how_grave_it_is_for_vetting(severity, types, gravity):
    assert gravity_of(severity, types) == gravity


def test_a_later_finding_lifts_it(adopted, taken_up, accused, reviewer, other_reviewer):
    first = adopted()
    later = taken_up(first, "unfounded", reviewer, other_reviewer)
    first.refresh_from_db()
    passed = CaseConcern.objects.get()
    assert (first.status, later.status) == ("replaced", "adopted")
    assert (passed.ended_by, passed.concern.state) == (later, "lifted")
    assert passed.concern.decided_by is None
    assert not clock_of(later.allegation.case).running().exists()
    types = set(Event.objects.about(later.allegation.case).values_list("type", flat=True))
    assert {"finding.replaced", "case.concern_passed_on", "case.concern_taken_back"} <= types


def test_a_later_finding_that_confirms_changes_nothing(
    adopted, taken_up, accused, reviewer, other_reviewer
):
    taken_up(adopted(), "partly_substantiated", reviewer, other_reviewer)
    assert CaseConcern.objects.standing().count() == Concern.objects.count() == 1
    assert Concern.objects.get().state == "open"


def test_a_third_finding_begins_a_new_concern(adopted, taken_up, reviewer, other_reviewer):
    second = taken_up(adopted(), "unfounded", reviewer, other_reviewer)
    second.allegation.case.refresh_from_db()
    case = second.allegation.case
    case = actions.apply(case=case, name="begin_decision", by=reviewer)
    assert case.status == "decision"
    taken = Finding.objects.get(pk=second.pk)
    actions.apply(case=case, name="return_to_investigation", by=reviewer, reason="More.")
    third = actions.propose_finding(
        allegation=taken.allegation,
        outcome="substantiated",
        standard_of_proof="balance_of_probabilities",
        reasoning="A third account.",
        sources=[link.report for link in case.links.all()],
        by=reviewer,
    )
    actions.adopt(finding=third, by=other_reviewer)
    assert set(Concern.objects.values_list("state", flat=True)) == {"lifted", "open"}


def test_without_taking_the_case_up_again_a_finding_stands(
    adopted, proposed, reviewer, other_reviewer
):
    finding = adopted()
    with pytest.raises(Conflict) as refused:
        proposed(finding.allegation.case, reviewer, allegation=finding.allegation)
    assert refused.value.code == "finding_stands"


def test_lifting_takes_the_two_people_of_a_later_finding_on_the_same_allegation(
    adopted, taken_up, reviewer, other_reviewer, lead, vetting_officer
):
    first = adopted()
    passed = CaseConcern.objects.get()
    for by in (reviewer, lead):
        with pytest.raises(NotPermitted) as refused:
            actions.lift_case_concern(passed=passed, finding=first, by=by)
        assert refused.value.code == "needs_two"
    with pytest.raises(NotPermitted):
        actions.lift_case_concern(passed=passed, finding=first, by=vetting_officer)
    with pytest.raises(Conflict) as refused:
        actions.lift_case_concern(passed=passed, finding=first, by=other_reviewer)
    assert refused.value.code == "finding_does_not_lift"


def test_somebody_named_only_after_the_finding_needs_a_new_one(
    adopted, accused, proposed, reviewer, other_reviewer
):
    finding = adopted(personnel=None)
    case = finding.allegation.case
    for name in ("begin_decision", "return_to_investigation"):
        case = actions.apply(case=case, name=name, by=reviewer, reason="Now known.")
    allegation = actions.name_person(
        allegation=finding.allegation, personnel=accused, by=reviewer, reason="A roster."
    )
    assert not Concern.objects.exists()
    again = proposed(case, reviewer, allegation=allegation)
    actions.adopt(finding=again, by=other_reviewer)
    assert Concern.objects.get().personnel == accused
    with pytest.raises(Conflict):
        actions.name_person(
            allegation=allegation, personnel=member("KE-9"), by=reviewer, reason="Wrong."
        )


def test_one_concern_stands_for_an_allegation(adopted):
    finding = adopted()
    passed = CaseConcern.objects.get()
    twin = Concern.objects.create(
        personnel=passed.concern.personnel,
        source="case",
        gravity="other",
        opened_on=timezone.localdate(),
    )
    other = Finding.objects.get(pk=finding.pk)
    other.pk = None
    other.status, other.decided_by, other.decided_at = "proposed", None, None
    other.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseConcern.objects.create(allegation=finding.allegation, finding=other, concern=twin)


@pytest.mark.django_db(transaction=True)
def test_two_who_adopt_at_once_make_one_concern(
    investigated, alleged, proposed, accused, reviewer, other_reviewer, lead
):
    case = investigated(by=reviewer)
    allegation = alleged(case, reviewer, personnel=accused)
    finding = proposed(case, reviewer, allegation=allegation)
    came = outcomes(
        lambda: actions.adopt(finding=finding, by=other_reviewer),
        lambda: actions.adopt(finding=finding, by=lead),
    )
    assert came == ["done", "finding_decided"]
    assert Concern.objects.count() == 1
