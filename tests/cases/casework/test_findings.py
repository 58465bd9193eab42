"""Findings: proposed by one, decided by another."""

import threading

import pytest
from django.db import connection

from cases.casework import actions
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Deadline, Notice


def test_finding_is_adopted_by_another(investigated, proposed, reviewer, other_reviewer):
    finding = proposed(investigated(by=reviewer), reviewer)

    adopted = actions.adopt(finding=finding, by=other_reviewer)

    assert (adopted.status, adopted.decided_by) == ("adopted", other_reviewer)
    case = finding.allegation.case
    assert {"finding.proposed", "finding.adopted"} <= set(
        Event.objects.about(case).values_list("type", flat=True)
    )
    assert not Deadline.objects.of_subject(finding).running().exists()


def test_proposer_does_not_decide(investigated, proposed, reviewer):
    finding = proposed(investigated(by=reviewer), reviewer)

    for decide in (actions.adopt, actions.return_finding):
        with pytest.raises(NotPermitted):
            decide(finding=finding, by=reviewer, reason="mine")


def test_returned_finding_can_be_proposed_anew(
    investigated, proposed, alleged, reviewer, other_reviewer
):
    case = investigated(by=reviewer)
    allegation = alleged(case, reviewer)
    first = proposed(case, reviewer, allegation=allegation)

    actions.return_finding(finding=first, by=other_reviewer, reason="Which witness?")

    assert proposed(case, reviewer, allegation=allegation).pk != first.pk


def test_returning_needs_a_reason(investigated, proposed, reviewer, other_reviewer):
    finding = proposed(investigated(by=reviewer), reviewer)

    with pytest.raises(RuleBroken):
        actions.return_finding(finding=finding, by=other_reviewer, reason=" ")


def test_one_finding_stands_on_an_allegation(investigated, proposed, alleged, reviewer):
    case = investigated(by=reviewer)
    allegation = alleged(case, reviewer)
    proposed(case, reviewer, allegation=allegation)

    with pytest.raises(Conflict):
        proposed(case, reviewer, allegation=allegation)


def test_no_finding_before_the_investigation(opened, proposed, reviewer):
    with pytest.raises(Conflict):
        proposed(opened(), reviewer)


def test_finding_needs_a_source_of_this_case(investigated, opened, proposed, reviewer):
    case, elsewhere = investigated(by=reviewer), opened()

    with pytest.raises(RuleBroken) as none:
        proposed(case, reviewer, sources=[])
    with pytest.raises(RuleBroken) as foreign:
        proposed(case, reviewer, sources=[elsewhere.links.get().report_id])

    assert none.value.code == "finding_needs_source"
    assert (foreign.value.code, foreign.value.pointer) == ("source_not_in_case", "/sources/0")


def test_finding_needs_a_provision(investigated, proposed, alleged, reviewer):
    case = investigated(by=reviewer)

    with pytest.raises(RuleBroken) as refused:
        proposed(case, reviewer, allegation=alleged(case, reviewer, provision=None))

    assert refused.value.code == "finding_needs_provision"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"outcome": "guilty"}, "/outcome"),
        ({"outcome": "pending"}, "/outcome"),
        ({"standard_of_proof": "hunch"}, "/standard_of_proof"),
        ({"reasoning": ""}, "/reasoning"),
        ({"reasoning": "x" * 20_001}, "/reasoning"),
    ],
)
def test_bad_value_is_named(investigated, proposed, reviewer, change, pointer):
    with pytest.raises(RuleBroken) as refused:
        proposed(investigated(by=reviewer), reviewer, **change)

    assert refused.value.pointer == pointer


def test_grave_case_is_not_resolved_informally(investigated, proposed, reviewer):
    with pytest.raises(RuleBroken):
        proposed(
            investigated(by=reviewer, severity="grave"), reviewer, outcome="resolved_informally"
        )


def test_team_and_lead_learn_of_the_proposal_and_the_proposer_of_the_decision(
    investigated, proposed, reviewer, lead
):
    finding = proposed(investigated(by=reviewer), reviewer)
    actions.adopt(finding=finding, by=lead)

    told = set(Notice.objects.values_list("recipient__name", "kind"))
    assert ("lead", "finding_proposed") in told
    assert ("reviewer", "finding_adopted") in told


def test_who_cannot_see_the_case_decides_nothing(
    investigated, proposed, reviewer, focal_point, auditor
):
    finding = proposed(investigated(by=reviewer), reviewer)

    for stranger in (focal_point, auditor):
        with pytest.raises(NotPermitted):
            actions.adopt(finding=finding, by=stranger)


@pytest.mark.django_db(transaction=True)
def test_two_adopting_at_once_make_one_decision(investigated, proposed, reviewer, lead, lead2):
    finding = proposed(investigated(by=reviewer), reviewer)
    outcomes, barrier = [], threading.Barrier(2)

    def adopt(by):
        barrier.wait()
        try:
            actions.adopt(finding=finding, by=by)
            outcomes.append("adopted")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=adopt, args=(person,)) for person in (lead, lead2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["adopted", "conflict"]
