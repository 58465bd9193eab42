"""Setting grave reports aside takes two people, by whatever way."""

import pytest

from cases.reports.actions import (
    accept,
    decline,
    mark_duplicate,
    refuse_proposal,
    withdraw_proposal,
)
from cases.reports.models import Report
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Notice

pytestmark = pytest.mark.django_db
GRAVE = {"types": ["torture"]}


def kinds(user):
    return list(Notice.objects.filter(recipient=user).values_list("kind", flat=True))


def test_proposal_tells_those_who_could_second_it(filed, reviewer, other_reviewer):
    report = decline(report=filed(**GRAVE), by=reviewer, reason="x")
    assert report.status == "submitted"
    assert kinds(other_reviewer) == ["second_person"]
    assert kinds(reviewer) == []
    assert list(Report.objects.all().proposed()) == [report]


def test_second_person_may_refuse(filed, reviewer, other_reviewer):
    report = decline(report=filed(**GRAVE), by=reviewer, reason="x")
    with pytest.raises(RuleBroken):
        refuse_proposal(report=report, by=other_reviewer)
    refuse_proposal(report=report, by=other_reviewer, reason="Too early.")
    assert not Report.objects.all().proposed().exists()
    assert "proposal_refused" in kinds(reviewer)
    # A new proposal starts again: the refused one is seconded by nobody.
    assert decline(report=report, by=other_reviewer, reason="y").status == "submitted"


def test_first_person_may_take_it_back_and_cannot_refuse(filed, reviewer, other_reviewer):
    report = decline(report=filed(**GRAVE), by=reviewer, reason="x")
    with pytest.raises(Conflict):
        refuse_proposal(report=report, by=reviewer, reason="x")
    with pytest.raises(Conflict):
        withdraw_proposal(report=report, by=other_reviewer)
    withdraw_proposal(report=report, by=reviewer)
    assert decline(report=report, by=other_reviewer, reason="y").status == "submitted"


def test_without_a_proposal_there_is_nothing_to_refuse(filed, reviewer):
    with pytest.raises(Conflict):
        refuse_proposal(report=filed(**GRAVE), by=reviewer, reason="x")
    with pytest.raises(Conflict):
        withdraw_proposal(report=filed(**GRAVE), by=reviewer)


def test_grave_report_is_marked_a_duplicate_by_two(filed, reviewer, other_reviewer):
    first, second, third = filed(**GRAVE), filed(**GRAVE), filed(**GRAVE)
    mark = {"report": second, "reason": "same"}
    assert mark_duplicate(**mark, by=reviewer, duplicate_of=first).status == "submitted"
    with pytest.raises(Conflict):
        mark_duplicate(**mark, by=reviewer, duplicate_of=first)
    # Naming another original is another proposal.
    assert mark_duplicate(**mark, by=other_reviewer, duplicate_of=third).status == "submitted"
    done = mark_duplicate(**mark, by=reviewer, duplicate_of=third)
    assert done.status == "duplicate"
    row = done.decisions.get(name="mark_duplicate")
    assert (row.by, row.seconded_by) == (other_reviewer, reviewer)


def test_one_kind_of_proposal_does_not_second_the_other(filed, reviewer, other_reviewer):
    first, second = filed(**GRAVE), filed(**GRAVE)
    decline(report=second, by=reviewer, reason="x")
    marked = mark_duplicate(report=second, by=other_reviewer, reason="y", duplicate_of=first)
    assert marked.status == "submitted"


def test_who_filed_it_is_no_second_person(filed, reviewer, other_reviewer):
    report = filed(by=other_reviewer, **GRAVE)
    decline(report=report, by=reviewer, reason="x")
    with pytest.raises(NotPermitted):
        decline(report=report, by=other_reviewer, reason="y")
    with pytest.raises(NotPermitted):
        refuse_proposal(report=report, by=other_reviewer, reason="y")
    assert "second_person" not in kinds(other_reviewer)


def test_restricted_proposal_is_told_to_nobody_outside(filed, focal_point, lead, reviewer):
    decline(report=filed(types=["rape"]), by=focal_point, reason="x")
    assert kinds(lead) == ["second_person"]
    assert kinds(reviewer) == []


def test_accepting_ends_the_proposal(filed, reviewer, other_reviewer):
    report = decline(report=filed(**GRAVE), by=reviewer, reason="x")
    assert accept(report=report, by=other_reviewer).status == "accepted"
    assert not Report.objects.all().proposed().exists()
