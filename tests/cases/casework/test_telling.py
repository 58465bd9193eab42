"""Who reported learns that something came of it, when it is safe, and no more than that."""

import pytest
from django.urls import reverse

from cases.casework import actions
from oversight.deadlines.actions import send_pending
from oversight.deadlines.models import Notice

pytestmark = pytest.mark.django_db
ENDING = {"disposition": "substantiated", "feedback": "given"}


@pytest.fixture
def concluded(investigated, proposed, lead):
    """A case with an adopted finding, one move before its follow-up; and its report."""

    def conclude(by):
        case = investigated(by=by)
        finding = proposed(case, by)
        case = actions.apply(case=case, name="begin_decision", by=by)
        actions.adopt(finding=finding, by=lead)
        return case, case.links.get().report

    return conclude


def told(who):
    return Notice.objects.filter(kind="report_outcome", recipient=who).count()


def came_of(client, report):
    shown = client.get(reverse("reports:one", args=[report.reference])).content.decode()
    return "Something came of this report." in shown


def test_conclusion_and_ending_reach_who_reported(
    concluded, reviewer, monitor, client_of, mailoutbox
):
    case, report = concluded(reviewer)
    assert told(monitor) == 0 and not came_of(client_of(monitor), report)
    case = actions.apply(case=case, name="begin_follow_up", by=reviewer)
    assert told(monitor) == 1 and came_of(client_of(monitor), report)
    actions.apply(case=case, name="close", by=reviewer, reason="Done.", **ENDING)
    assert told(monitor) == 2 and came_of(client_of(monitor), report)
    send_pending()
    mails = [mail for mail in mailoutbox if mail.to == [monitor.email]]
    assert any("Something came of what you sent." in mail.body for mail in mails)
    for mail in mails:
        assert "Market" not in mail.body + mail.subject and "march" not in mail.body
        assert case.reference not in mail.body and report.reference not in mail.subject


@pytest.mark.parametrize("feedback", ["not_safe", "not_possible"])
def test_ending_that_is_not_to_be_told_is_not_told(
    concluded, reviewer, monitor, client_of, feedback
):
    case, report = concluded(reviewer)
    case = actions.apply(case=case, name="begin_follow_up", by=reviewer)
    before = told(monitor)
    ending = ENDING | {"feedback": feedback}
    actions.apply(case=case, name="close", by=reviewer, reason="Done.", **ending)
    assert told(monitor) == before and not came_of(client_of(monitor), report)


def test_coming_back_to_the_follow_up_tells_nothing_twice(concluded, reviewer, monitor):
    case, _report = concluded(reviewer)
    for name in ("begin_follow_up", "suspend", "resume"):
        case = actions.apply(case=case, name=name, by=reviewer, reason="Later.")
    assert told(monitor) == 1


def test_who_acts_is_not_told_about_their_own_report(opened, reviewer, monitor):
    ending = {"disposition": "information_only", "feedback": "given"}
    actions.apply(case=opened(), name="close", by=reviewer, reason="Not ours.", **ending)
    assert told(monitor) == 1 and told(reviewer) == 0


def test_restricted_track_tells_nothing_before_the_closing(
    opened, proposed, lead, focal_point, monitor
):
    case = opened(by=lead, track="sea")
    actions.name_focal_point(case=case, user=focal_point, by=lead, declaration=True)
    case = actions.apply(case=case, name="start_investigation", by=lead)
    finding = proposed(case, focal_point)
    case = actions.apply(case=case, name="begin_decision", by=lead)
    actions.adopt(finding=finding, by=lead)
    case = actions.apply(case=case, name="begin_follow_up", by=lead)
    assert told(monitor) == 0
    actions.apply(case=case, name="close", by=lead, reason="Done.", **ENDING)
    assert told(monitor) == 1
