""" "Your work" for each role."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.summaries.actions import approve, prepare
from tests.cases.summaries import rows

pytestmark = pytest.mark.django_db


def work(client):
    answer = client.get("/desk/")
    assert answer.status_code == 200
    return answer.content.decode()


def titles(answer_text):
    import re

    return re.findall(r"<h2>([^<]*)</h2>", answer_text)


def test_front_door_leads_who_is_signed_in_to_their_work(client_of, monitor):
    answer = client_of(monitor).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert Client().get("/").status_code == 200


def test_who_is_not_signed_in_signs_in_first():
    answer = Client().get("/desk/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


@pytest.mark.parametrize(
    "role",
    ["monitor", "reviewer", "lead", "focal_point", "ngo", "auditor", "administrator", "outsider"],
)
def test_page_opens_for_every_role_and_is_not_kept(client_of, everybody, role):
    answer = client_of(everybody[role]).get("/desk/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_account_without_a_role_is_told_whom_to_ask(client_of, outsider):
    assert "Your account has no role yet" in work(client_of(outsider))


def test_monitor_sees_reference_and_status_of_own_reports_alone(client_of, monitor, other_monitor):
    mine = rows.reports(1, by=monitor, filed="2026-08-01T10:00", pcode="HT05")[0]
    other = rows.reports(1, by=other_monitor, filed="2026-08-01T10:00")[0]
    text = work(client_of(monitor))
    assert mine.reference in text
    assert other.reference not in text
    assert "Artibonite" not in text


def test_question_to_the_monitor_comes_first(client_of, monitor):
    from cases.reports.models import Report

    asked = rows.reports(2, by=monitor, filed="2026-08-01T10:00")[0]
    Report.objects.filter(pk=asked.pk).update(status="needs_information")
    assert titles(work(client_of(monitor)))[:2] == ["Questions for you", "What you sent"]


def test_reviewer_sees_how_many_reports_wait_on_their_tracks(client_of, reviewer, monitor):
    rows.reports(3, by=monitor, filed="2026-08-01T10:00")
    rows.reports(2, by=monitor, filed="2026-08-01T10:00", track="sea")
    assert "3 reports wait for a decision" in work(client_of(reviewer))


def test_focal_point_sees_the_restricted_ones(client_of, focal_point, monitor):
    rows.reports(3, by=monitor, filed="2026-08-01T10:00")
    rows.reports(1, by=monitor, filed="2026-08-01T10:00", track="sea")
    assert "1 report waits for a decision" in work(client_of(focal_point))


def test_lead_is_asked_to_approve_what_another_lead_prepared(client_of, lead, lead2):
    draft = prepare(cutoff=date(2026, 9, 30), by=lead)
    text = work(client_of(lead2))
    assert f"/admin/cases/release/{draft.pk}/change/" in text
    assert "Figures to approve" not in work(client_of(lead))


def test_ngo_sees_the_latest_release_and_how_to_pull_it(client_of, ngo, lead, lead2, settings):
    assert "/help/api/" in work(client_of(ngo))
    settings.DEMO = True
    approve(release=prepare(cutoff=date(2026, 9, 30), by=lead), by=lead2)
    assert "Figures as of 30 September 2026" in work(client_of(ngo))


def test_auditor_is_led_to_the_events(client_of, auditor):
    assert "/admin/oversight/event/" in work(client_of(auditor))


def test_clocks_are_parted_into_overdue_today_and_later(reviewer, monkeypatch):
    from cases.desk.columns import work as columns

    now = timezone.now()
    due = [now - timedelta(days=1), now + timedelta(seconds=1), now + timedelta(days=4)]
    clocks = [{"title": str(n), "due": at, "overdue": at <= now} for n, at in enumerate(due)]
    monkeypatch.setattr(columns, "work_rows", lambda user: clocks)
    parted = columns.clocks(reviewer)
    assert [row["title"] for row in parted["overdue"]] == ["0"]
    assert [row["title"] for row in parted["later"]] == ["2"]


@pytest.mark.parametrize("role", ["monitor", "reviewer", "lead", "focal_point", "ngo"])
def test_page_takes_as_many_queries_for_much_as_for_little(client_of, everybody, role, lead2):
    client = client_of(everybody[role])

    def queries():
        with CaptureQueriesContext(connection) as captured:
            work(client)
        return len(captured)

    def more():
        for by in (everybody["monitor"], everybody[role]):
            for report in rows.reports(2, by=by, filed="2026-08-01T10:00"):
                type(report).objects.filter(pk=report.pk).update(assigned_to=everybody[role])
        made = rows.cases(4, by=lead2, opened="2026-08-01T09:00")
        rows.allegations(made, by=lead2)
        prepare(cutoff=date(2026, 9, 30), by=lead2)

    more()
    queries()
    few = queries()
    for _ in range(3):
        more()
    assert queries() <= few
