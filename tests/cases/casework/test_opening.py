"""Opening a case and adding to it."""

import pytest

from cases.casework import actions
from cases.casework.models import Case
from cases.reports import actions as report_actions
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Deadline

CHILD = [{"role": "victim", "is_child": True}]


def test_case_takes_place_days_and_track_from_its_reports(opened, reviewer):
    case = opened(types=["arbitrary_arrest"])

    assert (case.status, case.track, case.confidentiality) == (
        "assessment",
        "detention",
        "internal",
    )
    assert case.place.pcode == "HT0111"
    assert str(case.occurred_from) == str(case.occurred_to) == "2025-03-02"
    assert case.reference.startswith("C-")
    assert Case.objects.visible_to(reviewer).assigned_to(reviewer).get() == case


def test_reports_are_accepted_with_the_case(opened):
    case = opened()

    assert case.links.get().report.status == "accepted"


def test_opening_writes_its_event_and_starts_the_clock(opened):
    case = opened()

    types = set(Event.objects.about(case).values_list("type", flat=True))
    assert {"case.opened", "case.report_added", "case.assigned"} <= types
    assert Deadline.objects.of_subject(case).running().get().clock == "case_assessment"


def test_month_of_a_report_is_its_whole_range(report, reviewer):
    vague = report(occurred_from="2025-03-01", date_precision="month")

    case = actions.open_case(reports=[report(), vague], title="Two", by=reviewer)

    assert (str(case.occurred_from), str(case.occurred_to)) == ("2025-03-01", "2025-03-31")


def test_track_asked_is_kept_when_it_is_the_more_guarded(opened):
    assert opened(track="death").track == "death"


def test_track_of_a_report_wins_over_a_weaker_one_asked(report, focal_point):
    told = report(types=["rape"])

    case = actions.open_case(reports=[told], title="x", by=focal_point, track="general")

    assert (case.track, case.confidentiality) == ("sea", "highly_restricted")


def test_child_harmed_makes_the_case_a_child_case(report, focal_point):
    told = report(persons=CHILD)

    assert actions.open_case(reports=[told], title="x", by=focal_point).track == "child"


def test_death_and_torture_are_restricted(opened):
    assert opened(types=["unlawful_killing"]).confidentiality == "restricted"
    assert opened(types=["torture"]).confidentiality == "restricted"


def test_focal_point_who_opens_is_its_focal_point(report, focal_point):
    case = actions.open_case(reports=[report(types=["rape"])], title="x", by=focal_point)

    assert case.access.get().kind == "focal_point"


def test_reviewer_cannot_open_with_a_report_that_is_not_theirs_to_see(report, reviewer):
    hidden, own = report(types=["rape"]), report()

    with pytest.raises(RuleBroken) as refused:
        actions.open_case(reports=[own, hidden], title="x", by=reviewer)

    assert (refused.value.code, refused.value.pointer) == ("unknown_report", "/reports/1")
    own.refresh_from_db()
    assert own.status == "submitted"


def test_report_is_in_one_case_only(opened, reviewer):
    report = opened().links.get().report

    with pytest.raises(Conflict):
        actions.open_case(reports=[report], title="again", by=reviewer)


def test_declined_report_is_not_taken(report, reviewer):
    told = report_actions.decline(report=report(), by=reviewer, reason="no", code="out_of_mandate")

    with pytest.raises(Conflict):
        actions.open_case(reports=[told], title="x", by=reviewer)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": " "}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"title": "a\x07b"}, "/title"),
        ({"track": "fast"}, "/track"),
        ({"severity": "huge"}, "/severity"),
        ({"reports": []}, "/reports"),
    ],
)
def test_bad_value_is_named(report, reviewer, change, pointer):
    with pytest.raises(RuleBroken) as refused:
        actions.open_case(**{"reports": [report()], "title": "x", "by": reviewer} | change)

    assert refused.value.pointer == pointer


@pytest.mark.parametrize("role", ["monitor", "ngo", "auditor", "administrator", "outsider"])
def test_only_caseworkers_open_cases(report, everybody, role):
    with pytest.raises(RuleBroken):
        actions.open_case(reports=[report()], title="x", by=everybody[role])

    assert not Case.objects.exists()


def test_adding_a_guarded_report_raises_case_and_reports_with_it(opened, report, lead, reviewer):
    case = opened(by=lead)

    case = actions.add_reports(case=case, reports=[report(types=["rape"])], by=lead)

    assert case.track == "sea"
    assert set(case.links.values_list("report__track", flat=True)) == {"sea"}
    assert not Case.objects.visible_to(reviewer).exists()


def test_adding_a_report_widens_the_period(opened, report, reviewer):
    case = opened()

    later = report(occurred_from="2025-05-01")
    case = actions.add_reports(case=case, reports=[later], by=reviewer)

    assert (str(case.occurred_from), str(case.occurred_to)) == ("2025-03-02", "2025-05-01")


def test_track_never_sinks(opened, reviewer):
    with pytest.raises(Conflict):
        actions.raise_track(case=opened(track="death"), track="general", by=reviewer)


def test_editing_changes_version_and_hides_the_title_from_the_log(opened, reviewer):
    case = opened()

    edited = actions.edit_case(case=case, by=reviewer, title="Pont Rouge", severity="grave")

    event = Event.objects.about(case).get(type="case.edited")
    assert edited.version == case.version + 1
    assert event.changes["severity"] == ["moderate", "grave"]
    assert "Rouge" not in str(event.changes)


def test_stranger_to_the_case_edits_nothing(opened, focal_point):
    with pytest.raises(NotPermitted):
        actions.edit_case(case=opened(), by=focal_point, title="mine")
