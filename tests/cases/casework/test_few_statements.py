"""What reviewers wait for most often asks the database little, and shortcuts give the same rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.casework.models import Case
from cases.casework.models import case as case_models
from cases.reports.actions import file_report
from cases.reports.models import Report
from oversight.deadlines.actions import sweep
from oversight.deadlines.models import Deadline
from tests.cases.casework.conftest import BODY


@pytest.fixture
def walking(monkeypatch):
    """Every word counts as one that is in many reports."""
    monkeypatch.setattr(case_models, "MANY", -1)


def _found(word, user):
    return set(Case.objects.visible_to(user).search(word, user))


@pytest.mark.parametrize("word", ["marche", "Market", "frappe homme", "nobody-says-this"])
def test_both_ways_to_search_find_the_same(word, opened, report, reviewer, monkeypatch):
    opened()
    report()
    gathered = _found(word, reviewer)
    monkeypatch.setattr(case_models, "MANY", -1)
    assert _found(word, reviewer) == gathered
    assert bool(gathered) is (word != "nobody-says-this")


def test_a_frequent_word_finds_no_report_the_reader_may_not_read(
    walking, opened, reviewer, focal_point
):
    case = opened(by=focal_point, types=["rape"])
    assert case.is_restricted
    assert _found("frappe", reviewer) == set()


def test_a_report_of_a_restricted_track_is_open_through_ones_own_case_alone(
    opened, reviewer, other_reviewer
):
    """The track is beyond the role of both: what one works on opens it."""
    case = opened()
    told = case.links.get().report
    Report.objects.filter(pk=told.pk).update(track="sea")
    assert Report.objects.triable_by(reviewer).filter(pk=told.pk).exists()
    assert not Report.objects.triable_by(other_reviewer).filter(pk=told.pk).exists()


def test_filing_takes_few_statements(monitor):
    file_report(by=monitor, data=BODY, channel="api")
    with CaptureQueriesContext(connection) as asked:
        file_report(by=monitor, data=BODY, channel="api")
    told = [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) <= 11, told


def test_the_page_of_a_case_takes_few_statements(opened, reviewer, client_of):
    case = opened()
    client = client_of(reviewer)
    address = reverse("admin:cases_case_change", args=[case.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= 20, [q["sql"][:90] for q in asked]


def test_statements_of_a_sweep_do_not_follow_the_number_of_cases(opened):
    later = timezone.now() + timedelta(days=90)

    def swept(number):
        for _one in range(number):
            opened()
        # Clocks of reports have no worker; only those of cases are counted.
        Deadline.objects.filter(subject_label="cases.report").delete()
        with CaptureQueriesContext(connection) as asked:
            assert sweep(now=later)
        return len(asked)

    assert swept(1) == swept(5)
