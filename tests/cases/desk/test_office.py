"""The page of leads: one query a section, only what the reader may see, each figure its list."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.casework.models import Allegation, Case, CaseAccess, Finding
from cases.desk.columns import flow, office, people
from cases.reports.models import Report
from cases.summaries.actions import prepare
from oversight.accounts.models import RoleGrant, User
from oversight.deadlines import actions as deadlines
from oversight.deadlines.models import Deadline
from tests.cases.summaries import rows

pytestmark = pytest.mark.django_db
TABLES = (office.waiting, people.overdue, people.workload, flow.ageing, flow.inflow)
URL = "/desk/office/"
_made = iter(range(10_000))


def make_case(by, *workers, age=1, track="general", late=False, **traits):
    # So many days ago by the calendar: hours count wrongly where summer time ended between.
    opened = timezone.localtime() - timedelta(days=age)
    case = Case.objects.create(
        reference=f"C-OFFI-{next(_made):04}",
        title="t",
        opened_by=by,
        opened_at=opened,
        track=track,
        **traits,
    )
    for worker in workers:
        CaseAccess.objects.create(case=case, user=worker, kind="assigned", by=by)
    if late:
        then = timezone.now() - timedelta(days=200)
        deadlines.start(clock="case_assessment", subject=case, track=track, now=then)
    return case


def figures(table, label):
    [row] = [row for row in table["rows"] if row["label"] == label]
    return [cell["value"] for cell in row["cells"]]


def fill(lead, lead2, monitor, reviewer, other_reviewer):
    for person in (reviewer, other_reviewer):
        make_case(lead, person, late=True)
        make_case(lead, person, age=100)
    case = make_case(lead, reviewer, other_reviewer, late=True)
    allegation = Allegation.objects.create(case=case, type="beating", added_by=lead)
    finding = Finding.objects.create(
        allegation=allegation,
        outcome="substantiated",
        standard_of_proof="x",
        reasoning="x",
        proposed_by=reviewer,
    )
    deadlines.start(clock="finding_review", subject=finding, now=rows.at("2025-01-07T10:00"))
    made = rows.reports(3, by=monitor, filed=f"{timezone.localdate():%Y-%m-%d}T00:00")
    Report.objects.filter(pk__in=[r.pk for r in made[:2]]).update(assigned_to=reviewer)
    deadlines.start(clock="report_triage", subject=made[0], now=rows.at("2025-01-07T10:00"))
    prepare(cutoff=timezone.localdate(), by=lead2)
    clock = Deadline.objects.filter(subject_id=case.pk).get()
    later = timezone.now() + timedelta(days=3)
    deadlines.ask_extension(deadline=clock, by=reviewer, due_at=later, reason="x")


@pytest.fixture
def furnished(lead, lead2, monitor, reviewer, other_reviewer):
    fill(lead, lead2, monitor, reviewer, other_reviewer)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_section_is_one_query_however_much_there_is(
    table, furnished, lead, lead2, monitor, reviewer, other_reviewer, django_assert_num_queries
):
    assert lead.held  # read once per request, whatever the page
    with django_assert_num_queries(1):
        few = table(lead)
    for _ in range(4):
        make_case(lead, reviewer, late=True)
    rows.reports(30, by=monitor, filed=f"{timezone.localdate():%Y-%m-%d}T00:00", pcode="HT05")
    with django_assert_num_queries(1):
        many = table(lead)
    assert few["rows"] and many["rows"]


def test_the_whole_page_takes_the_same_queries_for_more_rows(client_of, furnished, lead, reviewer):
    client = client_of(lead)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(URL).status_code == 200
        return len(captured)

    queries()
    few = queries()
    for _ in range(5):
        make_case(lead, reviewer, late=True)
    assert queries() <= few


@pytest.mark.parametrize(
    ("role", "status"),
    [("lead", 200), *((r, 403) for r in ("reviewer", "focal_point", "auditor", "administrator"))],
)
def test_the_page_is_for_leads(client_of, everybody, role, status):
    assert client_of(everybody[role]).get(URL).status_code == status
    assert ("/desk/office/" in client_of(everybody[role]).get("/desk/").content.decode()) == (
        status == 200
    )


def test_who_is_not_signed_in_signs_in_first():
    assert "/accounts/login/" in Client().get(URL)["Location"]


def test_overdue_is_told_by_kind_and_by_everybody_who_works_on_it(furnished, lead, reviewer):
    table = people.overdue(lead)
    assert figures(table, "Assessing a case")[0] == 3
    assert figures(table, "Reviewing a finding")[0] == 1
    # Two cases, the finding of one of them, one report.
    assert figures(table, reviewer.name)[0] == 4
    assert figures(table, "other_reviewer")[0] == 3


def test_escalated_clocks_that_nobody_has_are_counted(lead, reviewer):
    make_case(lead, reviewer, late=True)
    make_case(lead, reviewer, late=True)
    deadlines.sweep()
    first = Deadline.objects.first()
    deadlines.take_up(deadline=first, by=lead, reason="I look at it")
    assert figures(people.overdue(lead), "Assessing a case")[:3] == [2, 2, 1]


def test_workload_counts_cases_reports_and_clocks_of_each(furnished, lead, reviewer):
    table = people.workload(lead)
    assert figures(table, reviewer.name)[:3] == [3, 2, 4]
    assert figures(table, "lead2")[:3] == [0, 0, 0]
    assert "monitor" not in [row["label"] for row in table["rows"]]


def test_a_paused_clock_and_a_closed_case_are_nobody_s_load(lead, reviewer):
    case = make_case(lead, reviewer, late=True)
    deadlines.pause(subject=case, by=lead, reason="x")
    make_case(
        lead,
        reviewer,
        status="closed",
        disposition="x",
        feedback="given",
        closed_at=timezone.now(),
    )
    assert figures(people.workload(lead), reviewer.name) == [1, 0, 0, "–"]
    assert people.overdue(lead)["rows"] == []


def test_what_a_lead_may_not_see_is_in_no_figure(lead, lead2, reviewer, focal_point):
    case = make_case(lead2, reviewer, late=True)
    CaseAccess.objects.create(case=case, user=lead, kind="recused", by=lead2)
    make_case(lead2, focal_point, track="sea", late=True)
    scoped = User.objects.get(pk=lead.pk)
    RoleGrant.objects.filter(user=scoped).update(scope_kind="track", scope_value="general")
    scoped = User.objects.get(pk=lead.pk)
    assert people.overdue(scoped)["rows"] == flow.ageing(scoped)["rows"] == []
    assert figures(people.workload(scoped), focal_point.name)[:3] == [0, 0, 0]
    assert figures(people.workload(scoped), reviewer.name)[:3] == [0, 0, 0]
    assert figures(people.workload(lead2), focal_point.name)[:3] == [1, 0, 1]
    assert sum(row["cells"][-1]["value"] for row in flow.ageing(lead2)["rows"]) == 2


def test_ages_meet_without_gap_or_overlap(lead):
    for age in (0, 30, 31, 90, 91, 180, 181, 900):
        make_case(lead, age=age)
    assert figures(flow.ageing(lead), "Assessment") == [2, 2, 2, 2, 8]


def test_inflow_goes_back_twelve_weeks_by_department(lead, monitor):
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    rows.reports(2, by=monitor, filed=f"{monday}T00:00", pcode="HT0511")
    rows.reports(3, by=monitor, filed=f"{monday - timedelta(weeks=11)}T00:00", pcode=None)
    rows.reports(5, by=monitor, filed=f"{monday - timedelta(weeks=11, days=1)}T23:59")
    table = flow.inflow(lead)
    assert table["columns"] == ["Together", "Artibonite", "Not stated"]
    values = [[cell["value"] for cell in row["cells"]] for row in table["rows"]]
    assert (len(values), values[0], values[-1]) == (12, [2, 2, 0], [3, 0, 3])


def test_what_one_proposed_or_asked_is_for_others_to_decide(furnished, lead, lead2, reviewer):
    table = office.waiting(lead)
    assert figures(table, "Figures to approve")[0] == 1
    assert figures(table, "Extensions to approve")[0] == 1
    assert figures(table, "Findings to adopt")[0] == 1
    assert "Figures to approve" not in [str(row["label"]) for row in office.waiting(lead2)["rows"]]


def shown_in(client, url):
    """How many records a list shows."""
    text = client.get(url).content.decode()
    found = re.search(r"(\d+) in this list", text) or re.search(r"(\d+) (?:clock|result)", text)
    assert found, url
    return int(found[1])


def test_each_figure_leads_to_a_list_of_as_many(client_of, furnished, lead, monitor):
    rows.reports(2, by=monitor, filed=f"{timezone.localdate():%Y-%m-%d}T00:00", pcode=None)
    client = client_of(lead)
    checked = 0
    for table in (people.workload, flow.ageing, flow.inflow):
        for row in table(lead)["rows"]:
            for cell in row["cells"]:
                if url := cell.get("url"):
                    if "/deadline/" in url:
                        continue
                    assert shown_in(client, url) == cell["value"], url
                    checked += 1
    assert checked >= 9


def test_each_figure_of_clocks_leads_to_a_list_of_as_many(client_of, furnished, lead):
    client = client_of(lead)
    cells = [cell for row in people.overdue(lead)["rows"] for cell in row["cells"]]
    for cell in cells:
        if url := cell.get("url"):
            answer = client.get(url)
            assert answer.context["cl"].result_count == cell["value"], url
    assert (
        client.get(reverse("admin:oversight_deadline_changelist"), {"state": "asked"})
        .context["cl"]
        .result_count
        == figures(office.waiting(lead), "Extensions to approve")[0]
    )


@pytest.mark.parametrize("language", ["en", "fr", "ht"])
def test_page_opens_in_three_languages(client_of, furnished, lead, language):
    client = client_of(lead)
    client.cookies["django_language"] = language
    text = client.get(URL).content.decode()
    assert f'<html lang="{language}"' in text and lead.name in text
