"""Going on from record to record in the list one came from."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.reports import actions
from cases.reports.models import Report
from oversight.deadlines.models import Deadline

LIST = "/admin/cases/report/"


def walk(client, row, query):
    came_from = quote(f"{LIST}?{query}", safe="")
    answer = client.get(f"{LIST}{row.pk}/change/?next={came_from}")
    assert answer.status_code == 200
    return answer.context["walk"]


def in_order(client, query):
    return [row["object"].pk for row in client.get(f"{LIST}?{query}").context["rows"]]


@pytest.mark.parametrize(
    "query",
    [
        "tab=all&o=reference",
        "tab=all&o=-reference",
        "tab=all&o=due",
        "tab=all&o=-due",
        "tab=all&o=status",
    ],
)
def test_next_and_previous_follow_the_list_whatever_its_order(client_of, reviewer, report, query):
    rows = [report() for _number in range(5)]
    # Two without a clock: they come last either way.
    Deadline.objects.filter(subject_id__in=[rows[1].pk, rows[3].pk]).delete()
    client = client_of(reviewer)
    order = in_order(client, query)
    for place, pk in enumerate(order):
        found = walk(client, Report.objects.get(pk=pk), query)
        before = order[place - 1] if place else None
        after = order[place + 1] if place + 1 < len(order) else None
        assert (str(before) in found["previous"]) if before else not found["previous"]
        assert (str(after) in found["following"]) if after else not found["following"]
        assert found["position"] == f"{place + 1} of 5"


def test_filters_hold_on_the_way(client_of, reviewer, report):
    first, second = report(place="HT0111"), report(place="HT0111")
    report(place="HT0511")
    client, query = client_of(reviewer), "tab=all&department=HT01&o=reference"
    found = {row.pk: walk(client, row, query) for row in (first, second)}
    assert {step["position"] for step in found.values()} == {"1 of 2", "2 of 2"}


def test_one_that_has_left_the_list_still_leads_on(client_of, reviewer, report):
    rows = sorted((report() for _number in range(3)), key=lambda row: row.reference)
    actions.accept(report=rows[1], by=reviewer, reason="")
    found = walk(client_of(reviewer), rows[1], "tab=waiting&o=reference")
    assert found["position"] == "No longer in this list"
    assert str(rows[0].pk) in found["previous"]
    assert str(rows[2].pk) in found["following"]


def test_without_a_list_there_is_nowhere_to_go(client_of, reviewer, report):
    row = report()
    client = client_of(reviewer)
    for came_from in ("", "?next=/admin/", "?next=https://elsewhere.example/admin/cases/report/"):
        assert client.get(f"{LIST}{row.pk}/change/{came_from}").context["walk"] == {}


def test_the_way_takes_as_many_queries_in_a_long_list(client_of, reviewer, report):
    client, query = client_of(reviewer), "tab=all&o=due"
    rows = [report() for _number in range(3)]
    walk(client, rows[1], query)
    with CaptureQueriesContext(connection) as few:
        walk(client, rows[1], query)
    for _number in range(4):
        report()
    with CaptureQueriesContext(connection) as many:
        walk(client, rows[1], query)
    assert len(many) == len(few)


def test_a_neighbour_one_may_not_see_is_not_offered(client_of, reviewer, report):
    open_one = report()
    hidden = report(types=["sexual_assault"])
    found = walk(client_of(reviewer), open_one, "tab=all&o=reference")
    assert str(hidden.pk) not in str(found)
    assert found["position"] == "1 of 1"
